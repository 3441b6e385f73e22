// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

import org.jspecify.annotations.Nullable;

/**
 * A running server, as other JVMs read of it.
 *
 * @param postmaster the server's first process
 * @param watch the process that ends it when nobody uses it any more
 * @param build the build that has started it
 * @param recipe what tells servers that may be shared from others, or {@code null} for a
 * server that is not shared
 * @param directory the folder of the server
 * @param host the address that it listens on
 * @param port the TCP port that it listens on
 * @param password the superuser's password
 * @param kept the databases that outlive their JVMs, the oldest first
 */
record ServerRecord(ProcessId postmaster, ProcessId watch, ProcessId build, @Nullable String recipe, Path directory,
		String host, int port, String password, List<Kept> kept) {

	/**
	 * How the names of records end.
	 */
	static final String SUFFIX = ".properties";

	ServerRecord with(Kept database) {
		List<Kept> all = new ArrayList<>(this.kept);
		all.add(database);
		return new ServerRecord(this.postmaster, this.watch, this.build, this.recipe, this.directory, this.host,
				this.port, this.password, List.copyOf(all));
	}

	/**
	 * Return whether a JVM of a build may use the server.
	 */
	boolean isFor(String wanted, ProcessId ownBuild) {
		return wanted.equals(this.recipe) && this.build.equals(ownBuild) && isRunning();
	}

	boolean isRunning() {
		return this.postmaster.find().isPresent();
	}

	boolean isWatched() {
		return this.watch.find().isPresent();
	}

	/**
	 * Return whether the latest database was kept before a time.
	 */
	boolean isOlderThan(Instant time) {
		return this.kept.stream().noneMatch((database) -> database.time().isAfter(time));
	}

	/**
	 * Read a record.
	 * @throws IOException if it cannot be read, or is none
	 */
	static ServerRecord read(Path file) throws IOException {
		Properties properties = new Properties();
		try (InputStream input = Files.newInputStream(file)) {
			properties.load(input);
			List<Kept> kept = new ArrayList<>();
			for (int index = 1; properties.containsKey(index + ".test"); index++) {
				kept.add(new Kept(properties.getProperty(index + ".test"), properties.getProperty(index + ".url"),
						Instant.parse(properties.getProperty(index + ".time"))));
			}
			return new ServerRecord(ProcessId.from(properties, "postmaster"), ProcessId.from(properties, "watch"),
					ProcessId.from(properties, "build"), properties.getProperty("recipe"),
					Path.of(properties.getProperty("directory")), properties.getProperty("host"),
					Integer.parseInt(properties.getProperty("port")), properties.getProperty("password"),
					List.copyOf(kept));
		}
		catch (RuntimeException ex) {
			throw new IOException("%s is no record of a server: %s".formatted(file, ex.getMessage()), ex);
		}
	}

	/**
	 * Write the record, in one step.
	 */
	void write(Path file) throws IOException {
		Properties properties = new Properties();
		this.postmaster.addTo(properties, "postmaster");
		this.watch.addTo(properties, "watch");
		this.build.addTo(properties, "build");
		if (this.recipe != null) {
			properties.setProperty("recipe", this.recipe);
		}
		properties.setProperty("directory", this.directory.toString());
		properties.setProperty("host", this.host);
		properties.setProperty("port", String.valueOf(this.port));
		properties.setProperty("password", this.password);
		for (int index = 1; index <= this.kept.size(); index++) {
			Kept database = this.kept.get(index - 1);
			properties.setProperty(index + ".test", database.test());
			properties.setProperty(index + ".url", database.url());
			properties.setProperty(index + ".time", database.time().toString());
		}
		Path partial = file.resolveSibling(file.getFileName() + ".partial");
		Files.deleteIfExists(partial);
		Files.createFile(partial, Directories.permissions("rw-------"));
		try (OutputStream output = Files.newOutputStream(partial)) {
			properties.store(output, null);
		}
		Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
	}

	/**
	 * A database that outlives its JVM.
	 *
	 * @param test the test that left it
	 * @param url its JDBC URL
	 * @param time when
	 */
	record Kept(String test, String url, Instant time) {

	}

}
