// SPDX-License-Identifier: Apache-2.0

package io.agentdata.pgvector.build;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * What one build step was asked to do.
 *
 * @param output the class path folder to write to
 * @param suites the Debian suites of the PostgreSQL majors asked for, never empty
 * @param cache the folder of the downloaded packages
 * @param mirror the Debian mirror to use, or {@code null} for the one of the machine
 * @param required whether the build fails where pgvector is not available
 */
record BuildOptions(Path output, List<DebianSuite> suites, Path cache, @Nullable String mirror, boolean required) {

	static BuildOptions parse(String[] arguments, Map<String, String> environment) {
		Map<String, String> values = new HashMap<>();
		for (String argument : arguments) {
			String[] parts = argument.split("=", 2);
			if (parts.length == 2 && !parts[1].isBlank()) {
				values.put(parts[0], parts[1].trim());
			}
		}
		String output = values.get("output");
		if (output == null) {
			throw new IllegalArgumentException(
					"The folder to write pgvector to is not known: no argument output=<folder> was given. Add it to the arguments of the build step.");
		}
		String cache = values.get("pgvector.cache");
		return new BuildOptions(Path.of(output), suites(values.getOrDefault("pgvector.postgresql", "17")),
				(cache != null) ? Path.of(cache) : defaultCache(environment), mirror(values.get("pgvector.mirror")),
				required(values.get("pgvector.required"), environment));
	}

	private static List<DebianSuite> suites(String majors) {
		return Stream.of(majors.split(",")).map(String::trim).map(DebianSuite::of).distinct().toList();
	}

	private static Path defaultCache(Map<String, String> environment) {
		String xdgCache = environment.getOrDefault("XDG_CACHE_HOME", "");
		Path caches = Path.of(xdgCache).isAbsolute() ? Path.of(xdgCache)
				: Path.of(System.getProperty("user.home"), ".cache");
		return caches.resolve("agent-data").resolve("pgvector");
	}

	private static @Nullable String mirror(@Nullable String mirror) {
		if (mirror != null && !mirror.matches("[a-z][a-z+]*:[^\\s\\[\\]]+")) {
			throw new IllegalArgumentException(
					"pgvector.mirror is '%s', which is no URI of a Debian mirror. Write it as in apt's sources, such as -Dpgvector.mirror=https://<host>/debian."
						.formatted(mirror));
		}
		return mirror;
	}

	private static boolean required(@Nullable String required, Map<String, String> environment) {
		if (required == null) {
			return "true".equals(environment.get("CI"));
		}
		if (!required.matches("true|false")) {
			throw new IllegalArgumentException(
					"pgvector.required is '%s'. Set it to true or to false.".formatted(required));
		}
		return Boolean.parseBoolean(required);
	}

}
