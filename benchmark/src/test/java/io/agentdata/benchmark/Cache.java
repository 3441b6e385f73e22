// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.springframework.util.FileSystemUtils;

/**
 * A cache folder of its own, as earlier runs may have left it.
 *
 * @param home what takes the place of the user's cache folder
 */
record Cache(Path home) {

	/**
	 * Return the folder of PostgreSQL's programs.
	 */
	Path binaries() throws IOException {
		return entries().stream()
			.filter(Cache::isBinaries)
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("No binaries were kept in %s.".formatted(this.home)));
	}

	/**
	 * Return what makes a JVM use it.
	 */
	Map<String, String> environment() {
		return Map.of("XDG_CACHE_HOME", this.home.toAbsolutePath().toString());
	}

	/**
	 * Return whether an earlier run has kept what a start needs.
	 */
	boolean isFilled() {
		return Files.exists(this.home.resolve("agent-data/clusters"));
	}

	void clear() throws IOException {
		FileSystemUtils.deleteRecursively(this.home);
	}

	/**
	 * Delete all but PostgreSQL's programs.
	 */
	void keepBinaries() throws IOException {
		for (Path entry : entries()) {
			if (!isBinaries(entry)) {
				FileSystemUtils.deleteRecursively(entry);
			}
		}
	}

	private List<Path> entries() throws IOException {
		try (Stream<Path> entries = Files.list(this.home.resolve("agent-data"))) {
			return entries.toList();
		}
	}

	private static boolean isBinaries(Path entry) {
		return Files.exists(entry.resolve("bin/postgres"));
	}

}
