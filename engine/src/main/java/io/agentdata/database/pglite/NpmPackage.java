// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.pglite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * A package that PGlite's server is made of, by its name in npm and the versions that are
 * known to work.
 */
enum NpmPackage {

	PGLITE("@electric-sql/pglite", "0.5"),

	SOCKET("@electric-sql/pglite-socket", "0.2"),

	PGVECTOR("@electric-sql/pglite-pgvector", "0.0");

	private static final Pattern VERSION = Pattern.compile("\"version\"\\s*:\\s*\"([^\"]+)\"");

	private final String id;

	private final String line;

	NpmPackage(String id, String line) {
		this.id = id;
		this.line = line;
	}

	/**
	 * Find all packages.
	 * @param nodeModules the folder to look in, or {@code null} to look in
	 * {@code node_modules} of the working directory and upwards
	 * @return the packages' folders, in the order of the constants
	 * @throws PgliteException if one is missing, or of another version
	 */
	static List<Path> find(@Nullable Path nodeModules, Path workingDirectory) {
		List<Path> places = (nodeModules != null) ? List.of(nodeModules)
				: Stream.iterate(workingDirectory.toAbsolutePath(), (folder) -> folder != null, Path::getParent)
					.map((folder) -> folder.resolve("node_modules"))
					.toList();
		List<NpmPackage> missing = Arrays.stream(values())
			.filter((candidate) -> places.stream().noneMatch(candidate::isIn))
			.toList();
		if (!missing.isEmpty()) {
			throw PgliteException.missingPackages(missing, places);
		}
		return Arrays.stream(values()).map((found) -> found.folder(places)).toList();
	}

	/**
	 * Return the command that installs all packages.
	 */
	static String installation() {
		return Arrays.stream(values())
			.map((wanted) -> wanted.id + "@" + wanted.line)
			.collect(Collectors.joining(" ", "npm install --save-dev ", ""));
	}

	private boolean isIn(Path place) {
		return Files.isRegularFile(description(place));
	}

	private Path folder(List<Path> places) {
		Path place = places.stream().filter(this::isIn).findFirst().orElseThrow();
		String version = version(description(place));
		if (!version.startsWith(this.line + ".")) {
			throw PgliteException.otherVersion(this, version, place);
		}
		return place.resolve(this.id);
	}

	private Path description(Path place) {
		return place.resolve(this.id).resolve("package.json");
	}

	private static String version(Path description) {
		try {
			Matcher version = VERSION.matcher(Files.readString(description));
			return version.find() ? version.group(1) : "";
		}
		catch (IOException ex) {
			return "";
		}
	}

	String line() {
		return this.line;
	}

	@Override
	public String toString() {
		return this.id;
	}

}
