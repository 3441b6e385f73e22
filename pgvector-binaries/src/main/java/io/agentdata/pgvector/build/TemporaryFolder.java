// SPDX-License-Identifier: Apache-2.0

package io.agentdata.pgvector.build;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A private folder that is removed when it is closed.
 */
final class TemporaryFolder implements AutoCloseable {

	private final Path path;

	private TemporaryFolder(Path path) {
		this.path = path;
	}

	static TemporaryFolder create() throws IOException {
		return new TemporaryFolder(Files.createTempDirectory("agent-data-pgvector-"));
	}

	Path path() {
		return this.path;
	}

	@Override
	public void close() throws IOException {
		delete(this.path);
	}

	/**
	 * Deletes a folder with everything in it.
	 * @param folder the folder, which may be absent
	 * @throws IOException if something could not be deleted
	 */
	static void delete(Path folder) throws IOException {
		if (!Files.exists(folder)) {
			return;
		}
		try (Stream<Path> files = Files.walk(folder)) {
			List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
			for (Path file : deepestFirst) {
				Files.delete(file);
			}
		}
		catch (UncheckedIOException ex) {
			throw ex.getCause();
		}
	}

}
