// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.agentdata.database.process.Progress;
import io.agentdata.database.process.StallTimeout;
import org.jspecify.annotations.Nullable;

/**
 * File of a {@link Claim}, as all JVMs see it. The name tells the machine, the folder,
 * the server and the JVM; the content is the path of the folder. To open and close the
 * file in the JVM that has locked it would give the lock back.
 *
 * @param path where it is
 */
record ClaimFile(Path path) {

	private static final String SUFFIX = ".claim";

	private static final Pattern NAME = Pattern
		.compile("(?<record>\\p{XDigit}+-(?<folder>[^.]+))\\.(?<server>\\w+)\\.(?<pid>\\d+)-(?<started>\\d+)\\.claim");

	private static final Duration POLL = Duration.ofMillis(2);

	/**
	 * Return the file of a claim of this JVM.
	 * @param record the file of the server's record, beside which it is
	 * @param server what tells the server from others, or {@link Claim#ALONE}
	 */
	static ClaimFile of(Path record, String server) {
		String name = record.getFileName().toString();
		ProcessId self = ProcessId.current();
		return new ClaimFile(record.resolveSibling("%s.%s.%s-%s%s".formatted(name.substring(0, name.lastIndexOf('.')),
				server, self.pid(), self.started(), SUFFIX)));
	}

	/**
	 * Return whether a file's name is that of a claim's file.
	 */
	static boolean isOne(Path file) {
		return NAME.matcher(file.getFileName().toString()).matches();
	}

	/**
	 * Return the file of the record of the folder's server.
	 */
	Path record() {
		return this.path.resolveSibling(part("record") + ServerRecord.SUFFIX);
	}

	boolean isFor(String server) {
		return part("server").equals(server);
	}

	boolean isOn(Path serverDirectory) {
		return part("folder").equals(serverDirectory.getFileName().toString());
	}

	/**
	 * Return the folder, or {@code null} where the JVM was killed before it had told.
	 */
	@Nullable Path serverDirectory() throws IOException {
		Path directory = Path.of(Files.readString(this.path));
		return (directory.isAbsolute() && isOn(directory)) ? directory : null;
	}

	/**
	 * Return whether the JVM still holds it.
	 */
	boolean isHeld() throws IOException {
		if (isOfThisJvm()) {
			return true;
		}
		try (FileChannel channel = FileChannel.open(this.path, StandardOpenOption.WRITE)) {
			return !Directories.tryLock(channel);
		}
		catch (NoSuchFileException ex) {
			return false;
		}
	}

	/**
	 * Wait until the JVM has given it up, or has ended. Its own CPU time is no progress:
	 * its other threads use that as well.
	 * @param limit how long what it has started, and both folders, may not change
	 * @param clusters the folder in which clusters are kept
	 * @return nothing where that has come, else what was seen last
	 */
	Optional<StallTimeout> awaitEnd(Duration limit, Path clusters) throws IOException, InterruptedException {
		try {
			ProcessHandle jvm = ProcessHandle.of(Long.parseLong(part("pid"))).orElse(null);
			Path[] folders = folders(clusters);
			StallTimeout timeout = new StallTimeout(limit,
					() -> Progress.of(Stream.ofNullable(jvm).flatMap(ProcessHandle::descendants), folders));
			return awaitEnd(timeout) ? Optional.empty() : Optional.of(timeout);
		}
		catch (NoSuchFileException ex) {
			return Optional.empty();
		}
	}

	private boolean awaitEnd(StallTimeout timeout) throws IOException, InterruptedException {
		if (!isOfThisJvm()) {
			try (FileChannel channel = FileChannel.open(this.path, StandardOpenOption.READ)) {
				return Directories.lock(channel, true, timeout);
			}
		}
		while (Files.exists(this.path) && !timeout.isOver()) {
			Thread.sleep(POLL.toMillis());
		}
		return Files.notExists(this.path);
	}

	private Path[] folders(Path clusters) throws IOException {
		Path directory = isOfThisJvm() ? null : serverDirectory();
		return (directory != null) ? new Path[] { clusters, directory } : new Path[] { clusters };
	}

	private boolean isOfThisJvm() {
		ProcessId self = ProcessId.current();
		return part("pid").equals(String.valueOf(self.pid())) && part("started").equals(String.valueOf(self.started()));
	}

	private String part(String name) {
		Matcher parts = NAME.matcher(this.path.getFileName().toString());
		if (!parts.matches()) {
			throw new IllegalStateException("%s is no file of a claim.".formatted(this.path));
		}
		return parts.group(name);
	}

}
