// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.embedded;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import io.agentdata.database.process.StallTimeout;

/**
 * Right to claim servers, and to note what is kept of them. One JVM at a time has it, for
 * milliseconds: what takes longer is done under a {@link Claim}. The kernel gives a lock
 * back whose JVM was killed.
 */
final class ServerRegistry implements AutoCloseable {

	/**
	 * A file lock keeps other JVMs out, yet throws within one.
	 */
	private static final ReentrantLock WITHIN_JVM = new ReentrantLock();

	private final ServerFiles files;

	private final FileChannel channel;

	private ServerRegistry(ServerFiles files, FileChannel channel) {
		this.files = files;
		this.channel = channel;
	}

	/**
	 * Open the registry; wait for others that have it open.
	 * @param files what it guards
	 * @param limit how long one of them may keep it
	 * @throws IOException if the folder cannot be written to, or one keeps it for too
	 * long
	 */
	static ServerRegistry open(ServerFiles files, Duration limit) throws IOException {
		Directories.createPrivate(files.directory());
		Path lock = files.directory().resolve("lock");
		// who opens it touches the lock; to open and close the file would give it back
		StallTimeout timeout = new StallTimeout(limit, lock.toFile()::lastModified);
		try {
			while (!WITHIN_JVM.tryLock(timeout.period().toMillis(), TimeUnit.MILLISECONDS)) {
				if (timeout.isOver()) {
					throw tooLate(files, limit);
				}
			}
			try {
				return open(files, lock, timeout);
			}
			catch (IOException | InterruptedException ex) {
				WITHIN_JVM.unlock();
				throw ex;
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new InterruptedIOException("interrupted");
		}
	}

	private static ServerRegistry open(ServerFiles files, Path lock, StallTimeout timeout)
			throws IOException, InterruptedException {
		FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
		try {
			if (!Directories.lock(channel, false, timeout)) {
				throw tooLate(files, timeout.limit());
			}
			lock.toFile().setLastModified(System.currentTimeMillis());
			return new ServerRegistry(files, channel);
		}
		catch (IOException ex) {
			channel.close();
			throw ex;
		}
	}

	/**
	 * Return what it guards.
	 */
	ServerFiles files() {
		return this.files;
	}

	/**
	 * Claim the folder of a server, which no JVM has claimed.
	 * @param server what tells the server from others, or {@link Claim#ALONE}
	 */
	Claim claim(Path serverDirectory, String server) throws IOException {
		return Claim.of(ClaimFile.of(this.files.record(serverDirectory), server), serverDirectory);
	}

	/**
	 * Note one more database that outlives its JVM.
	 */
	void keep(ServerRecord record, ServerRecord.Kept database) throws IOException {
		Path file = this.files.record(record.directory());
		ServerFiles.read(file).orElse(record).with(database).write(file);
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

	private static IOException tooLate(ServerFiles files, Duration limit) {
		return new IOException(
				"another JVM has kept %s for more than %s ms".formatted(files.directory(), limit.toMillis()));
	}

}
