// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Stream;

/**
 * The JVMs that use a server: a file for each, which the JVM keeps locked while it lives.
 * The file's name tells the JVM's number and how the names of its databases begin.
 *
 * @param directory the folder of the files
 */
record ServerUsers(Path directory) {

	/**
	 * How the names of all JVMs' databases begin.
	 */
	static final String PREFIX = "agent_data_";

	static ServerUsers of(Path serverDirectory) {
		return new ServerUsers(serverDirectory.resolve("users"));
	}

	/**
	 * Add this JVM.
	 * @return the channel that must stay open while the server is used
	 * @throws IOException if the folder is gone, and the server with it
	 */
	User add() throws IOException {
		String name = "%s-%s%08x".formatted(ProcessHandle.current().pid(), PREFIX, new SecureRandom().nextInt());
		Path unlocked = this.directory.resolveSibling(name);
		FileChannel channel = FileChannel.open(unlocked, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
		channel.lock();
		// others must not see it without its lock
		Files.move(unlocked, this.directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
		return new User(this.directory.resolve(name), channel);
	}

	/**
	 * Return whether no JVM uses the server.
	 */
	boolean isEmpty() throws IOException {
		for (String name : names()) {
			if (isAlive(name)) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Do something for each JVM that has ended, and forget it. Where it fails, another
	 * JVM does it once more.
	 */
	<E extends Exception> void forEnded(Work<E> work) throws IOException, E {
		for (String name : names()) {
			Path file = this.directory.resolve(name);
			if (!isOfThisJvm(name)) {
				try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
					if (Directories.tryLock(channel) && Files.exists(file)) {
						work.run(prefix(name));
						Files.deleteIfExists(file);
					}
				}
				catch (NoSuchFileException ex) {
					// another JVM was faster
				}
			}
		}
	}

	private boolean isAlive(String name) throws IOException {
		if (isOfThisJvm(name)) {
			return true;
		}
		try (FileChannel channel = FileChannel.open(this.directory.resolve(name), StandardOpenOption.WRITE)) {
			return !Directories.tryLock(channel);
		}
		catch (NoSuchFileException ex) {
			return false;
		}
	}

	/**
	 * To open and close the file of this JVM, of another class loader even, would give
	 * its lock back.
	 */
	private static boolean isOfThisJvm(String name) {
		return name.startsWith(ProcessHandle.current().pid() + "-");
	}

	private List<String> names() throws IOException {
		try (Stream<Path> files = Files.list(this.directory)) {
			return files.map((file) -> file.getFileName().toString()).sorted().toList();
		}
		catch (NoSuchFileException ex) {
			return List.of();
		}
	}

	private static String prefix(String name) {
		return name.substring(name.indexOf('-') + 1) + "_";
	}

	/**
	 * A JVM that uses the server.
	 *
	 * @param file its file
	 * @param channel holds the file's lock
	 */
	record User(Path file, FileChannel channel) {

		/**
		 * Return how the names of its databases begin.
		 */
		String prefix() {
			return ServerUsers.prefix(this.file.getFileName().toString());
		}

		/**
		 * Let go of the server, as the end of the JVM would.
		 */
		void leave() throws IOException {
			try {
				// the JVM's number would say that it lives
				Files.move(this.file,
						this.file.resolveSibling("0-" + this.file.getFileName().toString().split("-", 2)[1]));
			}
			catch (NoSuchFileException ex) {
				// the server has died, and its folder is gone
			}
			finally {
				this.channel.close();
			}
		}

	}

	/**
	 * What is done for a JVM that has ended.
	 *
	 * @param <E> how it fails
	 */
	@FunctionalInterface
	interface Work<E extends Exception> {

		void run(String prefix) throws E;

	}

}
