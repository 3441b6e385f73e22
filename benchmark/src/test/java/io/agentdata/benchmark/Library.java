// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark;

import java.io.File;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * What only some variants have on their class path: there it would have a say in the
 * tests of the others.
 */
enum Library {

	AGENT_DATA("autoconfigure/target/classes", "agent-data-spring-boot-autoconfigure"),

	TESTCONTAINERS("spring-boot-testcontainers"),

	ZONKY("embedded-database-spring-test"),

	H2("/h2/"),

	/**
	 * What Boot's starter of a server brings.
	 */
	WEB("webmvc", "tomcat", "/spring-web/", "spring-boot-web-server", "spring-boot-servlet",
			"spring-boot-http-converter", "spring-boot-jackson", "spring-boot-starter-jackson");

	private final List<String> paths;

	Library(String... paths) {
		this.paths = List.of(paths);
	}

	/**
	 * Return the class path of this JVM without the libraries that are not wanted.
	 * @param wanted the libraries to keep
	 * @param first what comes before all else
	 * @return folders and archives
	 */
	static List<String> classPath(Collection<Library> wanted, String... first) {
		List<Library> unwanted = Arrays.stream(values()).filter((library) -> !wanted.contains(library)).toList();
		Stream<String> rest = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> unwanted.stream().noneMatch((library) -> library.isIn(entry)));
		return Stream.concat(Arrays.stream(first), rest).toList();
	}

	private boolean isIn(String entry) {
		String path = entry.replace(File.separatorChar, '/');
		return this.paths.stream().anyMatch(path::contains);
	}

}
