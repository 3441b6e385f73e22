// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.external;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

import io.agentdata.database.Database;
import io.agentdata.database.DatabaseConfig.Pool;
import io.agentdata.database.DatabaseFactory;
import io.agentdata.database.Statements;
import io.agentdata.database.embedded.SharedServer;
import io.agentdata.database.process.Command;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A JVM of its own that tests on a shared server, and does as its input says.
 */
public final class SharedServerJvm implements AutoCloseable {

	private static final String DONE = "done ";

	private static final String COUNT = "SELECT count(*) || ' of ' || string_agg(DISTINCT jvm, ', ') FROM memory";

	private final Process process;

	private final BufferedReader output;

	private JvmId id;

	private SharedServerJvm(Process process) {
		this.process = process;
		this.output = process.inputReader();
	}

	/**
	 * Start a JVM, and wait until it has databases.
	 */
	static SharedServerJvm start(SharedServer server, Duration lease) throws IOException {
		SharedServerJvm jvm = new SharedServerJvm(
				new ProcessBuilder(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(),
						"-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-cp", System.getProperty("java.class.path"),
						SharedServerJvm.class.getName(), server.url("postgres"), String.valueOf(lease.toSeconds())))
					.redirectErrorStream(true)
					.start());
		jvm.awaitDone();
		return jvm;
	}

	JvmId id() {
		return this.id;
	}

	/**
	 * Let it write, copy and restore for a while, and wait until it has done so.
	 */
	void work() throws IOException {
		tell("work");
		awaitDone();
	}

	/**
	 * Let it end in one of several ways, and wait for that.
	 */
	void end(String way) throws IOException, InterruptedException {
		if (way.equals("terminate")) {
			signal("TERM");
		}
		else {
			tell(way);
		}
		String words = String.join("\n", this.output.lines().toList());
		assertThat(this.process.waitFor()).as(words).isIn(0, 143);
		assertThat(words).doesNotContain("WARN", "Exception");
	}

	void kill() throws InterruptedException {
		this.process.destroyForcibly().waitFor();
	}

	/**
	 * Let it stand still, as in a debugger.
	 */
	void suspend() {
		signal("STOP");
	}

	void resume() {
		signal("CONT");
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

	private void signal(String name) {
		Command.Result result = Command.run("kill", "-s", name, String.valueOf(this.process.pid()));
		assertThat(result.status()).as(result.output()).isZero();
	}

	private void tell(String word) throws IOException {
		this.process.outputWriter().append(word).append('\n').flush();
	}

	private void awaitDone() throws IOException {
		StringBuilder words = new StringBuilder();
		String line = this.output.readLine();
		while (line != null && !line.startsWith(DONE)) {
			words.append(line).append('\n');
			line = this.output.readLine();
		}
		if (line == null) {
			throw new IllegalStateException("The JVM has ended:\n" + words);
		}
		this.id = JvmId.of(line.substring(DONE.length())).orElseThrow();
	}

	public static void main(String[] args) throws Exception {
		ExternalOptions options = new ExternalOptions(args[0], SharedServer.ROLE, SharedServer.PASSWORD,
				Duration.ofSeconds(Long.parseLong(args[1])));
		BufferedReader input = new BufferedReader(new InputStreamReader(System.in));
		try (DatabaseFactory factory = DatabaseFactory.external(options, "public", Pool.DEFAULTS);
				DatabaseFactory migrated = factory.preparedBy(SharedServerJvm::migrate)) {
			Database kept = migrated.database("kept");
			write(kept);
			String word = "work";
			for (; word.equals("work"); word = input.readLine()) {
				work(migrated, kept);
				System.out.println(DONE + kept.config().url().replaceAll(".*/", ""));
			}
			if (word.equals("exit")) {
				kept.snapshot("last");
				kept.prefetch("last");
				System.exit(0);
			}
		}
	}

	private static void migrate(Database database) throws SQLException {
		Statements.execute(database, """
				CREATE EXTENSION IF NOT EXISTS vector;
				CREATE TABLE memory (id serial PRIMARY KEY, conversation text UNIQUE, jvm text, embedding vector(3));
				""");
	}

	private static void work(DatabaseFactory migrated, Database kept) throws SQLException {
		Database database = migrated.database("worked");
		database.snapshot("empty");
		Database sibling = database.sibling("empty");
		for (int time = 0; time < 3; time++) {
			write(database);
			database.snapshot("written");
			write(sibling);
			Statements.execute(database, "DELETE FROM memory WHERE id % 2 = 0");
			database.restore("written");
			verify(database);
			database.prefetch("empty");
			database.restore("empty");
			sibling.restore("empty");
		}
		verify(kept);
		kept.snapshot("kept");
		Statements.execute(kept, "DROP TABLE memory");
		kept.restore("kept");
		migrated.destroy("worked");
	}

	/**
	 * Write the keys that all JVMs write.
	 */
	private static void write(Database database) throws SQLException {
		Statements.execute(database,
				"INSERT INTO memory (conversation, jvm, embedding) SELECT 'conversation ' || n, '%d', "
					.formatted(ProcessHandle.current().pid()) + "'[1,2,3]' FROM generate_series(1, 100) AS n");
		verify(database);
	}

	private static void verify(Database database) throws SQLException {
		try (Connection connection = database.dataSource().getConnection();
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery(COUNT)) {
			rows.next();
			assertThat(rows.getString(1)).isEqualTo("100 of " + ProcessHandle.current().pid());
		}
	}

}
