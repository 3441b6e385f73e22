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

/**
 * A server that outlives its JVM, as the next run reads of it.
 *
 * @param postmaster the server's first process
 * @param jvm the JVM that has started it
 * @param build the build that the JVM is of
 * @param directory the folder of the server
 * @param port the TCP port that it listens on
 * @param entries what was kept, the oldest first
 */
record KeptServer(ProcessId postmaster, ProcessId jvm, ProcessId build, Path directory, int port, List<Entry> entries) {

	KeptServer with(Entry entry) {
		List<Entry> all = new ArrayList<>(this.entries);
		all.add(entry);
		return new KeptServer(this.postmaster, this.jvm, this.build, this.directory, this.port, List.copyOf(all));
	}

	/**
	 * Return whether the latest database was kept before a time.
	 */
	boolean isOlderThan(Instant time) {
		return this.entries.stream().noneMatch((entry) -> entry.time().isAfter(time));
	}

	/**
	 * Read a record.
	 * @throws IOException if it cannot be read, or is none
	 */
	static KeptServer read(Path file) throws IOException {
		Properties properties = new Properties();
		try (InputStream input = Files.newInputStream(file)) {
			properties.load(input);
			List<Entry> entries = new ArrayList<>();
			for (int index = 1; properties.containsKey(index + ".test"); index++) {
				entries.add(new Entry(properties.getProperty(index + ".test"), properties.getProperty(index + ".url"),
						Instant.parse(properties.getProperty(index + ".time"))));
			}
			return new KeptServer(ProcessId.from(properties, "postmaster"), ProcessId.from(properties, "jvm"),
					ProcessId.from(properties, "build"), Path.of(properties.getProperty("directory")),
					Integer.parseInt(properties.getProperty("port")), List.copyOf(entries));
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
		this.jvm.addTo(properties, "jvm");
		this.build.addTo(properties, "build");
		properties.setProperty("directory", this.directory.toString());
		properties.setProperty("port", String.valueOf(this.port));
		for (int index = 1; index <= this.entries.size(); index++) {
			Entry entry = this.entries.get(index - 1);
			properties.setProperty(index + ".test", entry.test());
			properties.setProperty(index + ".url", entry.url());
			properties.setProperty(index + ".time", entry.time().toString());
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
	 * A database that was kept.
	 *
	 * @param test the test that left it
	 * @param url its JDBC URL
	 * @param time when
	 */
	record Entry(String test, String url, Instant time) {

	}

}
