// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.agentdata.AgentDataException;
import io.agentdata.database.Database;
import io.agentdata.database.DatabaseConfig.Pool;
import io.agentdata.database.DatabaseFactory;
import io.agentdata.database.Statements;
import io.agentdata.database.WarmTemplate;

/**
 * A JVM of its own that does all that a test run does: it finds or starts the server,
 * migrates or begins with the warm template, makes clones, runs tests on them, and ends.
 */
public final class WholeLife {

	/**
	 * The last line of a JVM that came to its end.
	 */
	static final String DONE = "done";

	/**
	 * The system property that names the phase in which nothing is left of the temporary
	 * folder's room.
	 */
	static final String FULL_FROM = "fault.full-from";

	/**
	 * The system property that names the phase that does not begin before there is a byte
	 * of input.
	 */
	static final String WAIT_BEFORE = "fault.wait-before";

	private static final int TESTS = 15;

	private static final List<String> FINGERPRINT = List.of("V1__note.sql 1");

	private WholeLife() {
	}

	/**
	 * Prepare a JVM.
	 * @param options what the JVM itself is told, such as {@code -Duser.home=…}
	 * @param cacheDirectory the cache folder, or {@code null} for the user's
	 */
	static ProcessBuilder jvm(List<String> options, Path temporaryDirectory, Path cacheDirectory) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
		command.addAll(options);
		command.addAll(List.of("-cp", System.getProperty("java.class.path"), WholeLife.class.getName(),
				temporaryDirectory.toString(), (cacheDirectory != null) ? cacheDirectory.toString() : ""));
		return new ProcessBuilder(command).redirectErrorStream(true);
	}

	public static void main(String[] args) throws IOException, SQLException {
		EmbeddedOptions options = new EmbeddedOptions(BinarySource.CLASSPATH, null, 0, Duration.ofSeconds(30),
				args[1].isEmpty() ? null : Path.of(args[1]), Path.of(args[0]), true, Path.of("project"));
		enter(Phase.START, options);
		try (DatabaseFactory factory = DatabaseFactory.embedded(options, "public", Pool.DEFAULTS)) {
			Database database = factory.database("whole-life");
			enter(Phase.SEAL, options);
			migrate(database);
			enter(Phase.CLONE, options);
			database.snapshot("migrated");
			enter(Phase.TEST, options);
			for (int test = 0; test < TESTS; test++) {
				Statements.execute(database, "INSERT INTO note SELECT 'of a test' FROM generate_series(1, 1000)");
				database.restore("migrated");
				if (!"1".equals(Statements.query(database, "SELECT count(*) FROM note"))) {
					throw new IllegalStateException("Rows of another test are there");
				}
			}
			enter(Phase.STOP, options);
		}
		catch (AgentDataException ex) {
			System.out.println(ex.getMessage());
			return;
		}
		System.out.println(DONE);
	}

	private static void enter(Phase phase, EmbeddedOptions options) throws IOException {
		System.out.println(phase);
		if (phase.name().equals(System.getProperty(WAIT_BEFORE))) {
			System.in.read();
		}
		if (phase.name().equals(System.getProperty(FULL_FROM))) {
			SmallFileSystem.fill(options.temporaryDirectory());
		}
	}

	private static void migrate(Database database) throws SQLException {
		WarmTemplate template = database.warmTemplate("key");
		if (FINGERPRINT.equals(template.fingerprint())) {
			template.apply();
		}
		else {
			Statements.execute(database, "CREATE TABLE note (title text); INSERT INTO note VALUES ('migrated')");
			template.seal(FINGERPRINT);
		}
	}

	/**
	 * What a run does, in this order. It says so when it begins with it.
	 */
	enum Phase {

		/**
		 * It unpacks the programs, makes or unpacks the cluster, starts the server.
		 */
		START,

		/**
		 * It migrates its database and makes it a template, or begins with a template.
		 */
		SEAL,

		CLONE,

		TEST,

		STOP

	}

}
