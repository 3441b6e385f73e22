// SPDX-License-Identifier: Apache-2.0
package io.agentdata.warm;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

import io.agentdata.database.postgres.Sha256;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.util.ClassUtils;

/**
 * The lines of a fingerprint, each once and in order. It is for one thread.
 */
final class ResourceDigests {

	private static final int DIGEST_LENGTH = 32;

	private static final String FLYWAY = "org.flywaydb.";

	private final SortedSet<String> lines = new TreeSet<>();

	/**
	 * Add a resource.
	 * @param name what it is called in each run
	 */
	void add(String name, Resource resource) throws IOException {
		this.lines.add(name + " " + Sha256.of(resource.getContentAsByteArray()).substring(0, DIGEST_LENGTH));
	}

	/**
	 * Add a class that makes all its instances alike.
	 * @param prefix what its name begins with
	 * @return whether it is one, and there is a file of it
	 */
	boolean addClass(String prefix, Class<?> type) throws IOException {
		Resource file = new ClassPathResource(ClassUtils.getClassFileName(type), type);
		boolean stateless = Stream.<Class<?>>iterate(type, Objects::nonNull, Class::getSuperclass)
			.filter((each) -> !each.getPackageName().startsWith(FLYWAY))
			.flatMap((each) -> Arrays.stream(each.getDeclaredFields()))
			.allMatch((field) -> Modifier.isStatic(field.getModifiers()));
		if (!stateless || type.isHidden() || Proxy.isProxyClass(type) || !file.exists()) {
			return false;
		}
		add(prefix + type.getName(), file);
		return true;
	}

	List<String> lines() {
		return List.copyOf(this.lines);
	}

}
