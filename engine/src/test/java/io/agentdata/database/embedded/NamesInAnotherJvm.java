// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.embedded;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.agentdata.database.Database;
import io.agentdata.database.DatabaseConfig.Pool;
import io.agentdata.database.DatabaseFactory;
import io.agentdata.database.Statements;

/**
 * A JVM of its own that creates, clones and resets databases, and tells in UTF-8 what it
 * has named: databases, files, the URL.
 */
public final class NamesInAnotherJvm {

	private NamesInAnotherJvm() {
	}

	static Process start(List<String> jvmOptions, Path temporaryDirectory, Path cacheDirectory) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin/java").toString()));
		command.addAll(jvmOptions);
		command.addAll(List.of("-cp", System.getProperty("java.class.path"), NamesInAnotherJvm.class.getName(),
				temporaryDirectory.toString(), cacheDirectory.toString()));
		return new ProcessBuilder(command).redirectErrorStream(true).start();
	}

	public static void main(String[] args) throws IOException, SQLException {
		PrintStream output = new PrintStream(System.out, true, StandardCharsets.UTF_8);
		Path temporary = Path.of(args[0]);
		Path cache = Path.of(args[1]);
		EmbeddedOptions options = ServerInAnotherJvm.options(temporary, cache, true);
		try (DatabaseFactory factory = DatabaseFactory.embedded(options, "public", Pool.DEFAULTS)) {
			Database database = factory.database("names");
			Statements.execute(database, "CREATE TABLE note (id int); INSERT INTO note VALUES (1)");
			database.snapshot("one");
			Statements.execute(database, "INSERT INTO note VALUES (2)");
			database.restore("one");
			factory.withIsolatedDatabase("isolated", (isolated) -> isolated.config().url());
			output.println("digits " + "%d".formatted(1234567890));
			output.println("rows " + Statements.query(database, "SELECT count(*) FROM note"));
			output.println("url " + database.config().url());
			output.println("databases " + Statements.query(database,
					"SELECT string_agg(datname, ' ') FROM pg_database WHERE datname LIKE 'agent%'"));
			for (Path folder : List.of(temporary, cache.resolve("servers"))) {
				try (Stream<Path> files = Files.walk(folder, 3)) {
					files.filter((file) -> !file.toString().contains("/data/"))
						.forEach((file) -> output.println("file " + folder.relativize(file)));
				}
			}
		}
	}

}
