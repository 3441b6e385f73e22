// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.embedded;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL that is installed on the machine.
 */
final class InstalledBinaries {

	/**
	 * Debian's and Ubuntu's place, Red Hat's, Homebrew's on Apple silicon and on Intel.
	 * Each {@code *} stands for a version.
	 */
	private static final List<String> PLACES = List.of("/usr/lib/postgresql/*", "/usr/pgsql-*",
			"/opt/homebrew/opt/postgresql@*", "/usr/local/opt/postgresql@*");

	private InstalledBinaries() {
	}

	/**
	 * Return whether there are programs in the given folder or, without one, anywhere.
	 */
	static boolean isPresent(@Nullable Path home) {
		return candidatesFor(home).stream().anyMatch(InstalledBinaries::holdsPrograms);
	}

	/**
	 * Find the programs: in the given folder, else through the {@code PATH}, else in the
	 * places where systems keep them, the newest version first.
	 * @throws PostgresBinariesException if there are none
	 */
	static PostgresHome find(@Nullable Path home) {
		return find(candidatesFor(home));
	}

	static PostgresHome find(List<Path> candidates) {
		return candidates.stream()
			.filter(InstalledBinaries::holdsPrograms)
			.findFirst()
			.map(PostgresHome::at)
			.orElseThrow(() -> PostgresBinariesException.notInstalled(candidates));
	}

	static List<Path> candidates(@Nullable String path, List<String> places) {
		List<Path> candidates = new ArrayList<>();
		if (path != null) {
			Stream.of(path.split(File.pathSeparator))
				.map(Path::of)
				.filter((directory) -> directory.endsWith("bin"))
				.map((directory) -> withoutLinks(directory.resolve("postgres")).resolve("../..").normalize())
				.forEach(candidates::add);
		}
		places.stream().flatMap(InstalledBinaries::expand).forEach(candidates::add);
		return candidates.stream().distinct().toList();
	}

	private static List<Path> candidatesFor(@Nullable Path home) {
		return (home != null) ? List.of(home) : candidates(System.getenv("PATH"), PLACES);
	}

	private static boolean holdsPrograms(Path directory) {
		return Files.isExecutable(PostgresHome.program(directory, "postgres"))
				&& Files.isExecutable(PostgresHome.program(directory, "initdb"));
	}

	private static Path withoutLinks(Path program) {
		try {
			return program.toRealPath();
		}
		catch (IOException ex) {
			return program;
		}
	}

	private static Stream<Path> expand(String place) {
		Path pattern = Path.of(place);
		Path parent = pattern.getParent();
		if (parent == null || !Files.isDirectory(parent)) {
			return Stream.empty();
		}
		String prefix = place.substring(parent.toString().length() + 1, place.indexOf('*'));
		try (Stream<Path> entries = Files.list(parent)) {
			return entries.filter((entry) -> entry.getFileName().toString().startsWith(prefix))
				.sorted(Comparator.comparingInt(InstalledBinaries::version).reversed())
				.toList()
				.stream();
		}
		catch (IOException ex) {
			return Stream.empty();
		}
	}

	private static int version(Path directory) {
		String digits = directory.getFileName().toString().replaceAll("\\D", "");
		return digits.isEmpty() ? 0 : Integer.parseInt(digits);
	}

}
