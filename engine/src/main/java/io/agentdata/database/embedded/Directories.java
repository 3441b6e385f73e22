// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.agentdata.database.process.Command;
import io.agentdata.database.process.StallTimeout;
import org.jspecify.annotations.Nullable;

/**
 * What the JDK's file API leaves to its callers.
 */
final class Directories {

	private static final Duration POLL = Duration.ofMillis(2);

	private Directories() {
	}

	static FileAttribute<?> permissions(String permissions) {
		return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
	}

	/**
	 * Create a folder that only this user may enter, where it is not there.
	 */
	static void createPrivate(Path directory) throws IOException {
		Files.createDirectories(directory.toAbsolutePath().getParent());
		if (!Files.isDirectory(directory)) {
			Files.createDirectories(directory, permissions("rwx------"));
		}
	}

	/**
	 * Lock a file, unless somebody has: another JVM, or this one.
	 * @param channel the file, open to be written
	 * @return whether it is locked now, until the channel is closed
	 */
	static boolean tryLock(FileChannel channel) throws IOException {
		return tryLock(channel, false);
	}

	private static boolean tryLock(FileChannel channel, boolean shared) throws IOException {
		try {
			return channel.tryLock(0, Long.MAX_VALUE, shared) != null;
		}
		catch (OverlappingFileLockException ex) {
			return false;
		}
	}

	/**
	 * Wait for the lock of a file in the kernel, which lets those who wait in one after
	 * the other. Fifty JVMs that look again and again would leave little time to the one
	 * that they wait for.
	 * @param shared whether others may hold it at the same time
	 * @param timeout when to give the wait up
	 * @return whether it is locked now; otherwise the channel is closed
	 */
	static boolean lock(FileChannel channel, boolean shared, StallTimeout timeout)
			throws IOException, InterruptedException {
		try {
			while (!tryLock(channel, shared)) {
				FutureTask<FileLock> lock = new FutureTask<>(() -> channel.lock(0, Long.MAX_VALUE, shared));
				Command.inBackground(lock);
				if (isGranted(lock, timeout)) {
					return true;
				}
				if (timeout.isOver()) {
					channel.close();
					return false;
				}
				// our classes are in this JVM twice, or the kernel, which knows no
				// threads, sees a deadlock where two of this JVM wait for another one's
				Thread.sleep(POLL.toMillis());
			}
			return true;
		}
		catch (InterruptedException ex) {
			channel.close();
			throw ex;
		}
	}

	private static boolean isGranted(FutureTask<FileLock> lock, StallTimeout timeout) throws InterruptedException {
		while (!timeout.isOver()) {
			try {
				lock.get(timeout.period().toMillis(), TimeUnit.MILLISECONDS);
				return true;
			}
			catch (TimeoutException ex) {
				// others hold it still
			}
			catch (ExecutionException ex) {
				return false;
			}
		}
		return false;
	}

	/**
	 * Delete a folder with all that it holds. What vanishes meanwhile is no error.
	 */
	static void delete(Path directory) throws IOException {
		if (!Files.exists(directory)) {
			return;
		}
		Files.walkFileTree(directory, new SimpleFileVisitor<>() {

			@Override
			public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
				Files.deleteIfExists(file);
				return FileVisitResult.CONTINUE;
			}

			@Override
			public FileVisitResult visitFileFailed(Path file, IOException ex) throws IOException {
				if (ex instanceof NoSuchFileException) {
					return FileVisitResult.CONTINUE;
				}
				throw ex;
			}

			@Override
			public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException ex) throws IOException {
				Files.deleteIfExists(folder);
				return FileVisitResult.CONTINUE;
			}

		});
	}

}
