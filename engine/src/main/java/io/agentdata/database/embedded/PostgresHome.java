// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.embedded;

import java.io.File;
import java.nio.file.Path;

import io.agentdata.database.process.Command;

/**
 * The programs of one PostgreSQL.
 *
 * @param directory the folder that holds {@code bin}
 * @param version the version, such as {@code 17.11}
 */
record PostgresHome(Path directory, String version) {

	/**
	 * Ask the programs in a folder for their version.
	 * @throws PostgresBinariesException if they do not run
	 */
	static PostgresHome at(Path directory) {
		Path postgres = program(directory, "postgres");
		Command.Result result = Command.run(postgres.toString(), "--version");
		String[] words = result.output().split("\\s+");
		if (result.status() != 0 || words.length < 3) {
			throw PostgresBinariesException.unusable(postgres, result.output());
		}
		return new PostgresHome(directory, words[2]);
	}

	static Path program(Path directory, String name) {
		return directory.resolve("bin").resolve(name);
	}

	String program(String name) {
		return program(this.directory, name).toString();
	}

	/**
	 * Return what tells these programs from others, and from what was here before.
	 */
	String identity() {
		File postgres = program(this.directory, "postgres").toFile();
		return "%s %s %s %s".formatted(this.version, this.directory, postgres.length(), postgres.lastModified());
	}

	int major() {
		return Integer.parseInt(this.version.replaceAll("\\D.*", ""));
	}

}
