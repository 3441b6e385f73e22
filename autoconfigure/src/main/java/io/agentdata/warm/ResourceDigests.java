// SPDX-License-Identifier: Apache-2.0
package io.agentdata.warm;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.util.ClassUtils;

/**
 * The lines of a fingerprint, each once and in order. It is for one thread.
 */
final class ResourceDigests {

	private static final int DIGEST_BYTES = 16;

	private static final String FLYWAY = "org.flywaydb.";

	private final SortedSet<String> lines = new TreeSet<>();

	/**
	 * Add a resource.
	 * @param name what it is called in each run
	 */
	void add(String name, Resource resource) throws IOException {
		byte[] digest = sha256().digest(resource.getContentAsByteArray());
		this.lines.add(name + " " + HexFormat.of().formatHex(digest, 0, DIGEST_BYTES));
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

	private static MessageDigest sha256() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java has SHA-256", ex);
		}
	}

}
