// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import io.agentdata.AgentDataException;

/**
 * A folder that the embedded PostgreSQL needs cannot be written to. What was begun in it
 * is removed.
 */
public final class DirectoryException extends AgentDataException {

	private static final long serialVersionUID = 1L;

	private final transient Path directory;

	private DirectoryException(String purpose, Path directory, String property, String need, IOException cause) {
		super("A folder of the embedded PostgreSQL cannot be written to.",
				"%s was to be written to %s: %s".formatted(purpose, directory, reason(cause)),
				List.of("Free space in %s, or make it writable: %s.".formatted(directory, need),
						"Set %s to a folder that is writable.".formatted(property)),
				cause);
		this.directory = directory;
	}

	static DirectoryException cache(Path directory, IOException cause) {
		return new DirectoryException("PostgreSQL, unpacked,", directory, "agent.data.embedded.cache-directory",
				"the binaries take 75 MB", cause);
	}

	static DirectoryException temporary(Path directory, IOException cause) {
		return new DirectoryException("The data of the server", directory, "agent.data.embedded.temporary-directory",
				"a cluster takes 40 MB", cause);
	}

	/**
	 * Return the folder.
	 * @return the folder that cannot be written to
	 */
	public Path directory() {
		return this.directory;
	}

	private static String reason(IOException cause) {
		return cause.getClass().getSimpleName() + ": " + cause.getMessage();
	}

}
