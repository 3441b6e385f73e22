// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

import io.agentdata.database.Database;
import io.agentdata.database.DatabaseConfig.Pool;
import io.agentdata.database.DatabaseFactory;
import io.agentdata.database.Statements;
import io.agentdata.database.WarmTemplate;

/**
 * A JVM of its own that begins with the template of an earlier run, or seals one; says
 * which; and ends when its input does.
 */
public final class TemplateInAnotherJvm {

	private static final List<String> FINGERPRINT = List.of("V1__note.sql 1");

	private TemplateInAnotherJvm() {
	}

	static Process start(Path temporaryDirectory, Path cacheDirectory, String finalSql) throws IOException {
		return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin/java").toString(), "-cp",
				System.getProperty("java.class.path"), TemplateInAnotherJvm.class.getName(),
				temporaryDirectory.toString(), cacheDirectory.toString(), finalSql)
			.redirectErrorStream(true)
			.start();
	}

	public static void main(String[] args) throws IOException, SQLException {
		EmbeddedOptions options = new EmbeddedOptions(BinarySource.CLASSPATH, null, 0, Duration.ofSeconds(30),
				Path.of(args[1]), Path.of(args[0]), true, Path.of("project"));
		try (DatabaseFactory factory = DatabaseFactory.embedded(options, "public", Pool.DEFAULTS)) {
			Database database = factory.database("other-jvm");
			WarmTemplate template = database.warmTemplate("key");
			if (FINGERPRINT.equals(template.fingerprint())) {
				template.apply();
				System.out.println("ready applied " + Statements.query(database, "SELECT title FROM note"));
			}
			else {
				Statements.execute(database, "CREATE TABLE note (title text); INSERT INTO note VALUES ('migrated')");
				template.seal(FINGERPRINT);
				System.out.println("ready sealed");
			}
			Statements.execute(database, args[2]);
			System.in.read();
		}
	}

}
