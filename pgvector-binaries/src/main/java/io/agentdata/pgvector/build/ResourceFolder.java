// SPDX-License-Identifier: Apache-2.0

package io.agentdata.pgvector.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * The part of a class path folder that holds pgvector. A file that is already as it
 * should be is not touched.
 */
final class ResourceFolder {

	static final String LOCATION = "META-INF/agent-data/pgvector";

	private final Path folder;

	ResourceFolder(Path output) {
		this.folder = output.resolve(LOCATION);
	}

	/**
	 * Deletes the files of all majors but those of the given suites.
	 * @param suites the suites to keep
	 * @throws IOException if a file could not be deleted
	 */
	void retain(Collection<DebianSuite> suites) throws IOException {
		List<String> majors = suites.stream().map(DebianSuite::major).toList();
		if (Files.isDirectory(this.folder)) {
			try (Stream<Path> entries = Files.list(this.folder)) {
				for (Path entry : entries.filter((path) -> !majors.contains(path.getFileName().toString())).toList()) {
					TemporaryFolder.delete(entry);
				}
			}
		}
	}

	void delete(DebianSuite suite) throws IOException {
		TemporaryFolder.delete(this.folder.resolve(suite.major()));
	}

	/**
	 * Makes the files of a major exactly the given ones, or none if it fails.
	 * @param suite the suite of the major
	 * @param resources the content of the files, by path below the folder of the major
	 * @throws IOException if a file could not be written
	 */
	void replace(DebianSuite suite, SortedMap<String, byte[]> resources) throws IOException {
		try {
			deleteAllBut(resources.keySet(), this.folder.resolve(suite.major()));
			for (Map.Entry<String, byte[]> resource : resources.entrySet()) {
				write(this.folder.resolve(suite.major()).resolve(resource.getKey()), resource.getValue());
			}
		}
		catch (IOException ex) {
			delete(suite);
			throw ex;
		}
	}

	private static void deleteAllBut(Collection<String> paths, Path folder) throws IOException {
		if (Files.isDirectory(folder)) {
			List<Path> kept = paths.stream().map(folder::resolve).toList();
			try (Stream<Path> files = Files.walk(folder)) {
				for (Path file : files.filter(Files::isRegularFile).filter((path) -> !kept.contains(path)).toList()) {
					Files.delete(file);
				}
			}
		}
	}

	private static void write(Path file, byte[] content) throws IOException {
		if (!Files.exists(file) || !Arrays.equals(Files.readAllBytes(file), content)) {
			Files.createDirectories(file.getParent());
			Files.write(file, content);
		}
	}

}
