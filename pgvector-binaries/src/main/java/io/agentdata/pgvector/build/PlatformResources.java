// SPDX-License-Identifier: Apache-2.0

package io.agentdata.pgvector.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Makes the jar's resources of one PostgreSQL major on one platform.
 */
final class PlatformResources {

	static final String PROPERTIES = "pgvector.properties";

	private static final Pattern VERSION = Pattern.compile("(?m)^default_version\\s*=\\s*'([^']+)'");

	private PlatformResources() {
	}

	/**
	 * Makes the resources from a package.
	 * @param suite the suite that it is from
	 * @param debianPackage the package
	 * @return the files of the package with a portable library, and {@value #PROPERTIES},
	 * by path
	 * @throws PackageUnavailableException if this machine cannot unpack packages
	 * @throws IOException if a temporary file could not be read or written
	 */
	static SortedMap<String, byte[]> create(DebianSuite suite, DebianPackage debianPackage)
			throws IOException, PackageUnavailableException {
		SortedMap<String, byte[]> resources = PackageContents.unpack(suite, debianPackage);
		resources.compute("lib/vector.so",
				(path, library) -> GlibcPortability.apply(library, debianPackage.platform(), debianPackage.fileName()));
		resources.put(PROPERTIES, properties(suite, debianPackage, resources));
		return resources;
	}

	private static byte[] properties(DebianSuite suite, DebianPackage debianPackage,
			SortedMap<String, byte[]> resources) {
		SortedMap<String, String> properties = new TreeMap<>();
		properties.put("version", version(debianPackage, resources));
		properties.put("postgresql", suite.major());
		properties.put("platform", debianPackage.platform().id());
		properties.put("package", debianPackage.fileName());
		properties.put("package.sha256", debianPackage.sha256());
		resources.forEach((path, content) -> {
			if (path.contains("/")) {
				properties.put("file." + path, Sha256.of(content));
			}
		});
		return properties.entrySet()
			.stream()
			.map((property) -> property.getKey() + "=" + property.getValue() + "\n")
			.collect(Collectors.joining())
			.getBytes(StandardCharsets.ISO_8859_1);
	}

	private static String version(DebianPackage debianPackage, SortedMap<String, byte[]> resources) {
		String control = new String(resources.getOrDefault("extension/vector.control", new byte[0]),
				StandardCharsets.UTF_8);
		Matcher version = VERSION.matcher(control);
		if (!version.find() || !resources.containsKey("extension/vector--" + version.group(1) + ".sql")) {
			throw new IllegalStateException(
					"The version of pgvector was looked for in vector.control of %s, but it names no default_version that has an SQL script. Its content is: %s. Adapt PlatformResources."
						.formatted(debianPackage.fileName(), control));
		}
		return version.group(1);
	}

}
