// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records of the running servers of a user on this machine, and the claims on those that
 * JVMs are at work on. All may read them at any time. A server is recorded before the
 * claim on it is withdrawn, so that who looks for claims first, and for records then,
 * misses neither.
 *
 * @param directory the folder that holds them
 */
record ServerFiles(Path directory) {

	private static final Logger logger = LoggerFactory.getLogger(ServerFiles.class);

	/**
	 * Return the user whose servers these are.
	 */
	UserPrincipal owner() throws IOException {
		return Files.getOwner(this.directory);
	}

	/**
	 * Return the servers that are known to run, or did so lately.
	 */
	List<ServerRecord> records() throws IOException {
		List<ServerRecord> records = new ArrayList<>();
		for (Path file : files((file) -> file.getFileName().toString().endsWith(ServerRecord.SUFFIX))) {
			read(file).ifPresent(records::add);
		}
		return records;
	}

	/**
	 * Return the claims of all JVMs.
	 */
	List<ClaimFile> claims() throws IOException {
		return files(ClaimFile::isOne).stream().map(ClaimFile::new).toList();
	}

	/**
	 * Return whether a JVM is at work on the folder of a server.
	 */
	boolean isClaimed(Path serverDirectory) throws IOException {
		for (ClaimFile claim : claims()) {
			if (claim.isOn(serverDirectory) && claim.isHeld()) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Return the file of a server's record, which its watch removes before it ends a
	 * server that nobody uses any more.
	 * @param serverDirectory the folder of the server
	 */
	Path record(Path serverDirectory) {
		return this.directory
			.resolve("%s-%s%s".formatted(ProcessId.machine(), serverDirectory.getFileName(), ServerRecord.SUFFIX));
	}

	/**
	 * Read a record, and remove it where it is damaged.
	 */
	static Optional<ServerRecord> read(Path file) throws IOException {
		try {
			return Optional.of(ServerRecord.read(file));
		}
		catch (NoSuchFileException ex) {
			return Optional.empty();
		}
		catch (IOException ex) {
			logger.warn("The record of a server is damaged; it is removed", ex);
			Files.deleteIfExists(file);
			return Optional.empty();
		}
	}

	private List<Path> files(Predicate<Path> kind) throws IOException {
		String machine = ProcessId.machine();
		try (Stream<Path> files = Files.list(this.directory)) {
			return files.filter((file) -> file.getFileName().toString().startsWith(machine))
				.filter(kind)
				.sorted()
				.toList();
		}
		catch (NoSuchFileException ex) {
			return List.of();
		}
	}

}
