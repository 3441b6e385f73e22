// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;

/**
 * Writes migrations that a suite runs after its own.
 */
final class Migrations {

	private static final int ROWS_OF_A_MEGABYTE = 1000;

	private static final int FIRST_VERSION = 1000;

	private final Path folder;

	Migrations(Path folder) {
		this.folder = folder;
	}

	/**
	 * Write migrations that nobody has run before, each a table with an index.
	 * @param number how many
	 * @return the property that makes Flyway find them
	 */
	Map<String, String> ofNumber(int number) throws IOException {
		Path location = location();
		for (int version = FIRST_VERSION; version < FIRST_VERSION + number; version++) {
			Files.writeString(location.resolve("V%d__table.sql".formatted(version)), """
					-- %s
					CREATE TABLE table_%d (id bigint PRIMARY KEY, name text NOT NULL);
					CREATE INDEX table_%<d_idx ON table_%<d (name);
					""".formatted(location.getFileName(), version));
		}
		return property(location);
	}

	/**
	 * Write a migration that fills a database with rows.
	 * @param megabytes what the rows weigh, beside the 8 MB of an empty database
	 * @return the property that makes Flyway find it
	 */
	Map<String, String> ofRows(int megabytes) throws IOException {
		Path location = location();
		Files.writeString(location.resolve("V%d__ballast.sql".formatted(FIRST_VERSION)), rows(megabytes));
		return property(location);
	}

	/**
	 * Return what fills a database with rows.
	 * @param megabytes what the rows weigh
	 */
	static String rows(int megabytes) {
		return "CREATE TABLE ballast AS SELECT id, repeat(md5(id::text), 30) AS content FROM generate_series(1, %d) AS id"
			.formatted(megabytes * ROWS_OF_A_MEGABYTE);
	}

	private Path location() throws IOException {
		return Files.createDirectories(this.folder.resolve(UUID.randomUUID().toString()));
	}

	private static Map<String, String> property(Path location) {
		return Map.of("spring.flyway.locations",
				"classpath:db/migration,filesystem:" + location.toAbsolutePath().normalize());
	}

}
