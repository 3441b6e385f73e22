// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.agentdata.database.Database;
import io.agentdata.database.DatabaseConfig.Pool;
import io.agentdata.database.DatabaseFactory;
import io.agentdata.database.Statements;
import io.agentdata.database.copy.KeptDatabase;

/**
 * A JVM of its own that keeps a database of a test, says so, and ends when its input
 * does.
 */
public final class KeepingJvm {

	private KeepingJvm() {
	}

	static Process start(List<String> prefix, Path temporaryDirectory, Path cacheDirectory, String test)
			throws IOException {
		List<String> command = new ArrayList<>(prefix);
		command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(), "-cp",
				System.getProperty("java.class.path"), KeepingJvm.class.getName(), temporaryDirectory.toString(),
				cacheDirectory.toString(), test));
		return new ProcessBuilder(command).redirectErrorStream(true).start();
	}

	public static void main(String[] args) throws IOException, SQLException {
		EmbeddedOptions options = new EmbeddedOptions(BinarySource.CLASSPATH, null, 0, Duration.ofSeconds(30),
				Path.of(args[1]), Path.of(args[0]), false, null);
		try (DatabaseFactory factory = DatabaseFactory.embedded(options, "public", Pool.DEFAULTS)) {
			Database database = factory.database("keeping");
			Statements.execute(database, "CREATE TABLE note (body text)");
			database.snapshot("empty");
			if (args[2].isEmpty()) {
				System.out.println("ready - - -");
			}
			else {
				Statements.execute(database, "INSERT INTO note VALUES ('left by the test')");
				KeptDatabase kept = database.keepAside("empty", args[2]);
				Statements.execute(database, "INSERT INTO note VALUES ('of the next test')");
				System.out.println("ready %s %s %s".formatted(kept.url(), kept.username(), kept.password()));
			}
			System.in.read();
		}
	}

}
