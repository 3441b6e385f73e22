// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.embedded;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLockInterruptionException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder with the records of the running servers of a user. It is open to one JVM at
 * a time. The kernel gives a lock back whose JVM was killed.
 */
final class ServerRegistry implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(ServerRegistry.class);

	private static final String ANNOUNCED = ".announced";

	private static final String RECORD = ".properties";

	private static final Duration POLL = Duration.ofMillis(2);

	/**
	 * A file lock keeps other JVMs out, yet throws within one.
	 */
	private static final ReentrantLock WITHIN_JVM = new ReentrantLock();

	private final Path directory;

	private final String machine;

	private final FileChannel channel;

	private ServerRegistry(Path directory, FileChannel channel) {
		this.directory = directory;
		this.machine = ProcessId.machine();
		this.channel = channel;
	}

	/**
	 * Open the registry; wait for others that have it open.
	 * @param cache the user's cache folder
	 * @param patience how long to wait at most
	 * @throws IOException if the folder cannot be written to, or others keep it for too
	 * long
	 */
	static ServerRegistry open(Path cache, Duration patience) throws IOException {
		Path directory = cache.resolve("servers");
		Directories.createPrivate(directory);
		long deadline = System.nanoTime() + patience.toNanos();
		try {
			if (!WITHIN_JVM.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS)) {
				throw tooLate(directory, patience);
			}
			FileChannel channel = null;
			try {
				channel = FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE,
						StandardOpenOption.WRITE);
				if (!lock(channel, deadline - System.nanoTime())) {
					throw tooLate(directory, patience);
				}
				return new ServerRegistry(directory, channel);
			}
			catch (IOException | InterruptedException ex) {
				WITHIN_JVM.unlock();
				if (channel != null) {
					channel.close();
				}
				throw ex;
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new InterruptedIOException("interrupted");
		}
	}

	/**
	 * Wait in the kernel, which lets those who wait in one after the other. Fifty JVMs
	 * that look again and again would leave little time to the one that they wait for.
	 * @param nanoseconds how long to wait at most
	 * @return whether it is locked; otherwise it took too long, and the channel is closed
	 */
	private static boolean lock(FileChannel channel, long nanoseconds) throws IOException, InterruptedException {
		if (Directories.tryLock(channel)) {
			return true;
		}
		AtomicBoolean decided = new AtomicBoolean();
		CompletableFuture<Void> end = CompletableFuture.runAsync(() -> {
			if (decided.compareAndSet(false, true)) {
				close(channel);
			}
		}, CompletableFuture.delayedExecutor(nanoseconds, TimeUnit.NANOSECONDS, Runnable::run));
		try {
			while (true) {
				try {
					channel.lock();
					return decided.compareAndSet(false, true);
				}
				catch (OverlappingFileLockException ex) {
					// our classes are in this JVM twice
					Thread.sleep(POLL.toMillis());
				}
			}
		}
		catch (FileLockInterruptionException ex) {
			throw new InterruptedException();
		}
		catch (ClosedChannelException ex) {
			return false;
		}
		finally {
			end.cancel(false);
		}
	}

	private static void close(FileChannel channel) {
		try {
			channel.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return the user whose servers these are.
	 */
	UserPrincipal owner() throws IOException {
		return Files.getOwner(this.directory);
	}

	/**
	 * Return the servers of this machine that are known to run, or did so lately.
	 */
	List<ServerRecord> records() throws IOException {
		List<ServerRecord> records = new ArrayList<>();
		for (Path file : files(RECORD)) {
			read(file).ifPresent(records::add);
		}
		return records;
	}

	/**
	 * Find the servers of a build that may be shared.
	 * @param recipe what tells such servers from others
	 */
	List<ServerRecord> find(String recipe, ProcessId build) throws IOException {
		return records().stream().filter((record) -> record.isFor(recipe, build)).toList();
	}

	/**
	 * Note that a server is about to be made in a folder. So the folder is known if the
	 * JVM is killed before the server has a watch.
	 */
	void announce(Path serverDirectory) throws IOException {
		Files.writeString(announcement(serverDirectory), serverDirectory.toAbsolutePath().toString());
	}

	/**
	 * Remove the folders of servers that were announced by JVMs that are gone: while the
	 * registry is open, no other one makes a server.
	 */
	void removeAnnounced() throws IOException {
		for (Path file : files(ANNOUNCED)) {
			Path directory = Path.of(Files.readString(file));
			// a JVM that was killed may have left half of the path
			if (directory.isAbsolute() && announcement(directory).equals(file)) {
				Directories.delete(directory);
			}
			Files.delete(file);
		}
	}

	/**
	 * Take back what was announced: there is a record by now, or nothing at all.
	 */
	void withdraw(Path serverDirectory) throws IOException {
		Files.deleteIfExists(announcement(serverDirectory));
	}

	void save(ServerRecord record) throws IOException {
		record.write(file(record));
		withdraw(record.directory());
	}

	/**
	 * Note one more database that outlives its JVM.
	 */
	void keep(ServerRecord record, ServerRecord.Kept database) throws IOException {
		save(read(file(record)).orElse(record).with(database));
	}

	void remove(ServerRecord record) throws IOException {
		Files.deleteIfExists(file(record));
	}

	@Override
	public void close() throws IOException {
		try {
			this.channel.close();
		}
		finally {
			WITHIN_JVM.unlock();
		}
	}

	/**
	 * Return the file of a server's record, which its watch removes before it ends a
	 * server that nobody uses any more.
	 * @param serverDirectory the folder of the server
	 */
	Path file(Path serverDirectory) {
		return file(serverDirectory, RECORD);
	}

	private Path file(ServerRecord record) {
		return file(record.directory());
	}

	private static Optional<ServerRecord> read(Path file) throws IOException {
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

	private Path announcement(Path serverDirectory) {
		return file(serverDirectory, ANNOUNCED);
	}

	private Path file(Path serverDirectory, String suffix) {
		return this.directory.resolve("%s-%s%s".formatted(this.machine, serverDirectory.getFileName(), suffix));
	}

	private List<Path> files(String suffix) throws IOException {
		try (Stream<Path> files = Files.list(this.directory)) {
			return files.filter((file) -> {
				String name = file.getFileName().toString();
				return name.startsWith(this.machine) && name.endsWith(suffix);
			}).sorted().toList();
		}
	}

	private static IOException tooLate(Path directory, Duration patience) {
		return new IOException("other JVMs have kept %s for more than %d ms".formatted(directory, patience.toMillis()));
	}

}
