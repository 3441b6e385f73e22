// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.pglite;

import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import io.agentdata.database.postgres.Extensions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.PGConnection;
import org.postgresql.util.PSQLException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link PgliteServer}, on the real one.
 */
@Timeout(240)
class PgliteServerTests {

	private static PgliteServer server;

	@BeforeEach
	void start() {
		// in each test, since one that is skipped counts only by itself
		if (server == null) {
			RealPglite.require();
			server = new PgliteServer(RealPglite.OPTIONS, "Agent memory");
			server.prepare();
		}
	}

	@AfterAll
	static void stop() {
		if (server != null) {
			server.close();
		}
	}

	@Test
	void connectGivesVectorsAndTheirIndexes() throws SQLException {
		try (Connection connection = server.connect()) {
			execute(connection, "CREATE EXTENSION vector WITH SCHEMA public",
					"CREATE TABLE memory (id int, embedding vector(3))",
					"INSERT INTO memory SELECT i, ARRAY[i, 1, 0] FROM generate_series(1, 500) i",
					"CREATE INDEX ON memory USING hnsw (embedding vector_l2_ops)",
					"CREATE INDEX ON memory USING ivfflat (embedding vector_cosine_ops) WITH (lists = 2)",
					"SET enable_seqscan = off");
			String nearest = "SELECT id FROM memory ORDER BY embedding <-> '[7, 1, 0]' LIMIT 3";
			assertThat(strings(connection, "EXPLAIN " + nearest)).anyMatch((line) -> line.contains("embedding_idx"));
			assertThat(strings(connection, nearest)).startsWith("7").containsExactlyInAnyOrder("6", "7", "8");
			assertThat(Extensions.availableVersion(connection, "vector")).startsWith("0.8");
			execute(connection, "RESET enable_seqscan", "DROP EXTENSION vector CASCADE");
		}
	}

	@Test
	void connectGivesJsonbAndTheExtensionsOfPglite() throws SQLException {
		try (Connection connection = server.connect()) {
			assertThat(strings(connection, "SELECT '{\"topic\": \"salary\"}'::jsonb ->> 'topic'"))
				.containsExactly("salary");
			assertThat(strings(connection, "SELECT name FROM pg_available_extensions")).hasSizeGreaterThan(30)
				.contains("vector", "hstore", "uuid-ossp", "pg_trgm", "pgcrypto", "citext", "unaccent", "ltree");
			execute(connection, "CREATE EXTENSION \"uuid-ossp\"", "CREATE EXTENSION hstore",
					"DROP EXTENSION \"uuid-ossp\"", "DROP EXTENSION hstore");
		}
	}

	@Test
	void connectHasTheSchemaAndTheTimeZoneOfTheJvm() throws SQLException {
		try (Connection connection = server.connect()) {
			assertThat(strings(connection, "SELECT current_schema()")).containsExactly("Agent memory");
			assertThat(strings(connection, "SHOW TimeZone")).containsExactly(TimeZone.getDefault().getID());
			execute(connection, "DISCARD ALL");
			assertThat(strings(connection, "SELECT current_schema()")).containsExactly("Agent memory");
			assertThat(connection.getMetaData().getDatabaseProductVersion()).startsWith("18");
		}
	}

	@Test
	void connectWithAnotherPasswordIsRefused() {
		assertThatExceptionOfType(SQLException.class)
			.isThrownBy(() -> DriverManager.getConnection(server.url(), server.username(), "guessed").close())
			.withMessageContaining("password authentication failed")
			.returns("28P01", SQLException::getSQLState);
	}

	@Test
	void connectionsAreNotMixedUp() throws Exception {
		List<Callable<Integer>> clients = new ArrayList<>();
		for (int client = 1; client <= 6; client++) {
			int base = client * 1000;
			clients.add(() -> {
				int right = 0;
				// the driver's default: a named statement from the fifth time on
				try (Connection connection = connect("&prepareThreshold=5");
						PreparedStatement statement = connection.prepareStatement("SELECT ?::int + " + base)) {
					for (int i = 0; i < 100; i++) {
						statement.setInt(1, i);
						try (ResultSet rows = statement.executeQuery()) {
							rows.next();
							right += (rows.getInt(1) == base + i) ? 1 : 0;
						}
					}
				}
				return right;
			});
		}
		ExecutorService threads = Executors.newFixedThreadPool(clients.size());
		try {
			for (Future<Integer> right : threads.invokeAll(clients)) {
				assertThat(right.get()).isEqualTo(100);
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	@Test
	void secondTransactionWhileOneDoesNothingFailsAndSaysWhy() throws SQLException {
		try (Connection first = server.connect(); Connection second = server.connect()) {
			execute(first, "CREATE TABLE profile (name text)");
			first.setAutoCommit(false);
			execute(first, "INSERT INTO profile VALUES ('Ada')");
			for (boolean autoCommit : List.of(true, false)) {
				second.setAutoCommit(autoCommit);
				assertThatExceptionOfType(PSQLException.class).isThrownBy(() -> strings(second, "SELECT 'mine'"))
					.withMessageContaining("PGlite runs one transaction at a time, and another connection's is open.")
					.withMessageMatching(
							"(?s).*began \\d+ ms ago; its last statement was: INSERT INTO profile VALUES \\('Ada'\\)\\. Nothing was done in it for 300 ms, while this waited: (BEGIN|SELECT 'mine').*")
					.withMessageContaining("no REQUIRES_NEW")
					.withMessageContaining("spring.flyway.postgresql.transactional-lock=false")
					.withMessageContaining("agent.data.pglite.wait-timeout")
					.returns("55P03", SQLException::getSQLState);
			}
			assertThatExceptionOfType(PSQLException.class)
				.isThrownBy(() -> execute(second, "INSERT INTO profile VALUES ('not without its BEGIN')"));
			first.commit();
			second.rollback();
			second.setAutoCommit(true);
			assertThat(strings(second, "SELECT name FROM profile")).containsExactly("Ada");
			execute(first, "DROP TABLE profile");
			first.commit();
		}
	}

	@Test
	void connectWhileATransactionIsOpenDoesNotWait() throws SQLException {
		try (Connection first = server.connect()) {
			first.setAutoCommit(false);
			execute(first, "SELECT 1");
			try (Connection second = server.connect()) {
				assertThat(second.isClosed()).isFalse();
			}
			first.rollback();
		}
	}

	@Test
	void secondTransactionWaitsForOneThatIsAtWork() throws Exception {
		ExecutorService thread = Executors.newSingleThreadExecutor();
		try (Connection first = server.connect(); Connection second = server.connect()) {
			first.setAutoCommit(false);
			execute(first, "CREATE TABLE thread (id int)");
			Future<List<String>> waiting = thread.submit(() -> strings(second, "SELECT count(*) FROM thread"));
			// each of them for a third of the time that the other one waits
			for (int i = 0; i < 10; i++) {
				execute(first, "INSERT INTO thread SELECT 1 FROM pg_sleep(0.1)");
			}
			assertThat(waiting).isNotDone();
			first.commit();
			assertThat(waiting.get()).containsExactly("10");
			execute(first, "DROP TABLE thread");
			first.commit();
		}
		finally {
			thread.shutdownNow();
		}
	}

	@Test
	void closeRollsBackAndTheLastOneEndsTheSession() throws SQLException {
		try (Connection other = server.connect()) {
			try (Connection connection = server.connect()) {
				execute(connection, "CREATE TEMP TABLE scratch (id int)", "SET work_mem = '5MB'");
				connection.setAutoCommit(false);
				execute(connection, "CREATE TABLE undone (id int)");
			}
			assertThat(strings(other, "SELECT to_regclass('undone') IS NULL")).containsExactly("t");
			assertThat(strings(other, "SHOW work_mem")).containsExactly("5MB");
		}
		try (Connection connection = server.connect()) {
			assertThat(strings(connection, "SELECT to_regclass('scratch') IS NULL")).containsExactly("t");
			assertThat(strings(connection, "SHOW work_mem")).containsExactly("4MB");
		}
	}

	@Test
	void discardLeavesTheOtherConnectionsTheirStatements() throws SQLException {
		try (Connection first = server.connect();
				Connection second = server.connect();
				PreparedStatement statement = second.prepareStatement("SELECT 17")) {
			for (int i = 0; i < 8; i++) {
				execute(first, "DISCARD ALL");
				try (ResultSet rows = statement.executeQuery()) {
					assertThat(rows.next()).isTrue();
				}
			}
		}
	}

	@Test
	void copyTakesAndGivesRows() throws SQLException, IOException {
		try (Connection connection = server.connect()) {
			execute(connection, "CREATE TABLE message (id int, body text)");
			var copies = connection.unwrap(PGConnection.class).getCopyAPI();
			String rows = Stream.iterate(1, (id) -> id + 1)
				.limit(20_000)
				.map((id) -> id + ",body of it\n")
				.reduce(new StringBuilder(), StringBuilder::append, StringBuilder::append)
				.toString();
			assertThat(copies.copyIn("COPY message FROM STDIN (FORMAT csv)", new StringReader(rows))).isEqualTo(20_000);
			assertThatExceptionOfType(PSQLException.class)
				.isThrownBy(() -> copies.copyIn("COPY message FROM STDIN", new StringReader("1\ta\nx\tb\n")))
				.withMessageContaining("invalid input syntax for type integer: \"x\"")
				.withMessageContaining("COPY message, line 2, column id");
			assertThatExceptionOfType(PSQLException.class)
				.isThrownBy(() -> copies.copyIn("COPY nowhere FROM STDIN", new StringReader("1\n")))
				.withMessageContaining("relation \"nowhere\" does not exist");
			assertThatExceptionOfType(PSQLException.class)
				.isThrownBy(() -> execute(connection, "COPY message FROM STDIN"))
				.withMessageContaining("use the CopyManager of the driver");
			assertThat(strings(connection, "SELECT 'COPY message FROM STDIN'"))
				.containsExactly("COPY message FROM STDIN");
			assertThat(strings(connection, "SELECT count(*) FROM message")).containsExactly("20000");
			execute(connection, "DROP TABLE message");
		}
	}

	@Test
	void restorePutsRowsAndSequencesBack() throws SQLException {
		try (Connection connection = server.connect()) {
			execute(connection, "CREATE UNLOGGED TABLE goal (id serial, title text)",
					"INSERT INTO goal (title) VALUES ('a raise')");
			server.snapshot("with a goal");
			for (int i = 0; i < 2; i++) {
				execute(connection, "INSERT INTO goal (title) VALUES ('leaked')", "CREATE TABLE leaked (id int)");
				server.restore("with a goal");
				assertThat(strings(connection, "SELECT title FROM goal")).containsExactly("a raise");
				assertThat(strings(connection, "SELECT nextval('goal_id_seq')")).containsExactly("2");
			}
			execute(connection, "DROP TABLE goal");
		}
	}

	@Test
	void restoreOfNothingIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> server.restore("never taken"))
			.withMessageStartingWith("There is no snapshot 'never taken'. Take it first; there are: [");
	}

	@Test
	void snapshotWhileATransactionIsOpenIsRefused() throws SQLException {
		try (Connection connection = server.connect()) {
			connection.setAutoCommit(false);
			execute(connection, "SELECT 'open'");
			assertThatIllegalStateException().isThrownBy(() -> server.snapshot("torn"))
				.withMessageStartingWith("The snapshot 'torn' was to happen, and PGlite refused:")
				.withMessageContaining("its last statement was: SELECT 'open'");
			connection.rollback();
		}
	}

	@Test
	void startTimeIsThatOfTheStart() {
		assertThat(server.startTime()).isPositive();
		assertThat(server.url()).startsWith("jdbc:postgresql://127.0.0.1:");
	}

	private static Connection connect(String parameters) throws SQLException {
		return DriverManager.getConnection(server.url() + parameters, server.username(), server.password());
	}

	private static void execute(Connection connection, String... statements) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			for (String sql : statements) {
				statement.execute(sql);
			}
		}
	}

	private static List<String> strings(Connection connection, String query) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(query)) {
			List<String> strings = new ArrayList<>();
			while (rows.next()) {
				strings.add(rows.getString(1));
			}
			return strings;
		}
	}

}
