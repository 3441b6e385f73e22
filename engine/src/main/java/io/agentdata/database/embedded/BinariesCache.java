// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.embedded;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder that keeps unpacked binaries from run to run, a sub-folder for each digest.
 * Several JVMs may ask at once: one unpacks, the others wait for it.
 */
final class BinariesCache {

	private static final Logger logger = LoggerFactory.getLogger(BinariesCache.class);

	private static final String COMPLETE = "agent-data.properties";

	private static final Object WITHIN_JVM = new Object();

	private final Path directory;

	private final String permissions;

	/**
	 * Describe a cache; nothing is created by that.
	 * @param directory the folder
	 * @param another whether the server runs as another user, who must get in
	 */
	BinariesCache(Path directory, boolean another) {
		this.directory = directory;
		this.permissions = another ? "rwxr-xr-x" : "rwx------";
	}

	/**
	 * Return the binaries of a digest; unpack them where they are missing or not whole.
	 * @throws DirectoryException if the folder cannot be written to
	 */
	PostgresHome get(String key, Unpacker unpacker) {
		Path home = this.directory.resolve(key);
		try {
			PostgresHome complete = complete(home);
			return (complete != null) ? complete : getAlone(home, unpacker);
		}
		catch (IOException ex) {
			throw DirectoryException.cache(this.directory, ex);
		}
	}

	private PostgresHome getAlone(Path home, Unpacker unpacker) throws IOException {
		Files.createDirectories(this.directory, Directories.permissions(this.permissions));
		Path lock = this.directory.resolve(home.getFileName() + ".lock");
		// A file lock keeps other JVMs out, yet throws within one
		synchronized (WITHIN_JVM) {
			try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
				channel.lock();
				PostgresHome complete = complete(home);
				return (complete != null) ? complete : unpack(home, unpacker);
			}
		}
	}

	private PostgresHome unpack(Path home, Unpacker unpacker) throws IOException {
		removeRemainsOf(home);
		Path partial = Files.createTempDirectory(this.directory, home.getFileName() + ".",
				Directories.permissions("rwxr-xr-x"));
		try {
			PostgresHome unpacked = unpacker.unpack(partial);
			Contents contents = Contents.of(partial.toFile());
			Properties properties = new Properties();
			properties.setProperty("version", unpacked.version());
			properties.setProperty("files", String.valueOf(contents.files()));
			properties.setProperty("bytes", String.valueOf(contents.bytes()));
			try (OutputStream output = Files.newOutputStream(partial.resolve(COMPLETE))) {
				properties.store(output, null);
			}
			Files.move(partial, home, StandardCopyOption.ATOMIC_MOVE);
			return new PostgresHome(home, unpacked.version());
		}
		finally {
			Directories.delete(partial);
		}
	}

	private void removeRemainsOf(Path home) throws IOException {
		if (Files.exists(home)) {
			logger.warn("{} is not as it was unpacked: it is made anew.", home);
			Directories.delete(home);
		}
		List<Path> partials;
		try (Stream<Path> entries = Files.list(this.directory)) {
			String prefix = home.getFileName() + ".";
			partials = entries.filter((entry) -> entry.getFileName().toString().startsWith(prefix))
				.filter(Files::isDirectory)
				.toList();
		}
		for (Path partial : partials) {
			Directories.delete(partial);
		}
	}

	private static @Nullable PostgresHome complete(Path home) throws IOException {
		Path marker = home.resolve(COMPLETE);
		if (!Files.isReadable(marker)) {
			return null;
		}
		Properties properties = new Properties();
		try (InputStream input = Files.newInputStream(marker)) {
			properties.load(input);
		}
		Contents contents = Contents.of(home.toFile());
		boolean whole = String.valueOf(contents.files()).equals(properties.getProperty("files"))
				&& String.valueOf(contents.bytes()).equals(properties.getProperty("bytes"));
		return whole ? new PostgresHome(home, properties.getProperty("version")) : null;
	}

	/**
	 * Fills an empty folder with PostgreSQL's programs.
	 */
	@FunctionalInterface
	interface Unpacker {

		PostgresHome unpack(Path directory) throws IOException;

	}

	/**
	 * What tells a whole folder from a damaged one, in a few milliseconds.
	 *
	 * @param files the number of regular files, the marker left out
	 * @param bytes the sum of their sizes
	 */
	private record Contents(long files, long bytes) {

		/**
		 * Add up a folder. A young JVM does so with {@code java.io} in half the time.
		 */
		static Contents of(File directory) {
			File[] entries = directory.listFiles();
			if (entries == null) {
				return new Contents(0, 0);
			}
			long count = 0;
			long size = 0;
			for (File entry : entries) {
				if (entry.isDirectory()) {
					Contents inner = of(entry);
					count += inner.files();
					size += inner.bytes();
				}
				else if (!COMPLETE.equals(entry.getName())) {
					count++;
					size += entry.length();
				}
			}
			return new Contents(count, size);
		}

	}

}
