// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

import io.agentdata.database.DatabaseConfig.Pool;
import io.agentdata.database.embedded.EmbeddedOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.PGStatement;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for resets beside sessions that stay open, those that nobody answers for
 * included.
 */
class ResetSessionsTests {

	private static final String SCHEMA = """
			CREATE EXTENSION vector; CREATE TABLE note (id serial PRIMARY KEY, title text); CREATE SEQUENCE numbers; CREATE SEQUENCE ahead CACHE 20;
			CREATE TABLE author (id int PRIMARY KEY, name text); INSERT INTO author SELECT n, 'a' || n FROM generate_series(1, 50) AS n;
			CREATE TABLE memory (id serial PRIMARY KEY, embedding vector(3)); CREATE INDEX ON memory USING hnsw (embedding vector_l2_ops);
			CREATE MATERIALIZED VIEW names AS SELECT name FROM author;
			""";

	private static DatabaseFactory factory;

	private static ResetScenario scenario;

	private Connection other;

	@BeforeAll
	static void keepDatabase() throws SQLException {
		factory = DatabaseFactory.embedded(EmbeddedOptions.defaults(), "public", Pool.DEFAULTS);
		scenario = new ResetScenario(factory.database("sessions"), SCHEMA);
	}

	@AfterAll
	static void close() throws SQLException {
		scenario.close();
		factory.close();
	}

	@BeforeEach
	void openAnotherSession() throws SQLException {
		this.other = factory.database("sessions").dataSource().getConnection();
	}

	@AfterEach
	void closeTheOtherSession() throws SQLException {
		this.other.close();
		scenario.reset();
	}

	@Test
	void sessionsAndTheirPreparedStatementsStay() throws SQLException {
		Connection session = scenario.session();
		try (PreparedStatement count = session.prepareStatement("SELECT count(*) FROM note WHERE id > ?");
				PreparedStatement name = session.prepareStatement("SELECT name FROM author WHERE id = ?")) {
			count.unwrap(PGStatement.class).setPrepareThreshold(1);
			name.unwrap(PGStatement.class).setPrepareThreshold(1);
			for (int time = 0; time < 8; time++) {
				scenario.execute("INSERT INTO note (title) VALUES ('x'); UPDATE author SET name = 'x'");
				assertThat(value(count, 0)).isEqualTo("1");
				assertThat(value(name, 7)).isEqualTo("x");
				assertThat(scenario.reset()).isNull();
				assertThat(value(count, 0)).isEqualTo("0");
				assertThat(value(name, 7)).isEqualTo("a7");
			}
			assertThat(count.unwrap(PGStatement.class).isUseServerPrepare()).isTrue();
		}
	}

	/**
	 * The session reports its first transaction, and would report the next ones seconds
	 * later.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "INSERT INTO note (title) VALUES ('x')", "INSERT INTO author VALUES (51, 'x')",
			"UPDATE author SET name = 'x' WHERE id = 7", "DELETE FROM author WHERE id = 50", "TRUNCATE author",
			"SELECT nextval('numbers'), setval('note_id_seq', 99)", "CREATE TABLE added (id int)",
			"ALTER TABLE note ADD COLUMN added int", "DROP TABLE note", "CREATE INDEX ON note (title)",
			"SELECT lo_from_bytea(0, 'x')", "REFRESH MATERIALIZED VIEW names", "ANALYZE author",
			"BEGIN; INSERT INTO author SELECT n FROM generate_series(100, 2000) AS n; ROLLBACK",
			"BEGIN; UPDATE author SET name = repeat('x', 300); ROLLBACK",
			"BEGIN; INSERT INTO note (title) SELECT 'x' FROM generate_series(1, 2000) AS n; ROLLBACK" })
	void changeIsPutBackThatASessionHasNotReported(String change) throws SQLException {
		for (int time = 0; time < 2; time++) {
			if (!this.other.isValid(1)) {
				openAnotherSession();
			}
			execute("SELECT 1");
			execute(change);
			scenario.reset();
			scenario.assertIsLikeAClone("%s, time %s".formatted(change, time));
		}
	}

	@Test
	void rolledBackVectorsAreClearedThatASessionHasNotReported() throws SQLException {
		execute("SELECT 1");
		execute("BEGIN; INSERT INTO memory (embedding) SELECT ARRAY[n, 0, 0]::vector FROM generate_series(1, 60) AS n; ROLLBACK");
		scenario.reset();
		scenario
			.execute("INSERT INTO memory (embedding) SELECT ARRAY[n, 0, 0]::vector FROM generate_series(40, 60) AS n");
		scenario.execute("SET enable_seqscan = off");
		assertThat(Vectors.nearest(scenario.session(), "memory", "[0,0,0]", 5)).hasSize(5);
	}

	@Test
	void sessionThatHasJustEndedIsWaitedFor() throws SQLException {
		execute("SELECT 1");
		execute("INSERT INTO note (title) VALUES ('x'); CREATE TABLE added (id int)");
		this.other.close();
		assertThat(scenario.reset()).isEqualTo("the definition of public.added changed");
		scenario.assertIsLikeAClone("a session that has ended");
	}

	@Test
	void preparedTransactionOfAnotherSessionIsRolledBack() throws SQLException {
		execute("BEGIN; UPDATE author SET name = 'x'; INSERT INTO note (title) VALUES ('x'); PREPARE TRANSACTION 'it''s left'");
		scenario.execute("INSERT INTO author VALUES (51, 'y')");
		assertThat(scenario.reset()).isNull();
		scenario.assertIsLikeAClone("a prepared transaction");
	}

	@Test
	void lockThatIsNotToBeHadIsSaid() throws SQLException {
		scenario.execute("UPDATE author SET name = 'x'");
		execute("BEGIN; SELECT * FROM author LIMIT 1");
		assertThat(scenario.reset()).isEqualTo(
				"the session %s of the application 'PostgreSQL JDBC Driver', idle in transaction, "
						+ "has held a lock on public.author for 2 s",
				this.other.unwrap(PGConnection.class).getBackendPID());
		scenario.assertIsLikeAClone("a lock");
		assertThat(this.other.isValid(1)).isFalse();
	}

	@Test
	void rowsThatAnOldSnapshotSeesAreNotInTheWay() throws SQLException {
		execute("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM memory");
		scenario.execute("UPDATE author SET name = 'x'; INSERT INTO note (title) VALUES ('x')");
		scenario.reset();
		scenario.assertIsLikeAClone("an old snapshot");
	}

	@Test
	void rowsThatAnOldSnapshotSeesAreNotLeftBeside() throws SQLException {
		execute("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM memory");
		scenario.execute("INSERT INTO author SELECT n, 'x' FROM generate_series(51, 60) AS n");
		scenario.reset();
		scenario.execute("INSERT INTO author VALUES (99, 'next')");
		assertThat(value(scenario.session().prepareStatement("SELECT ctid FROM author WHERE id > ?"), 50))
			.isEqualTo("(0,51)");
	}

	/**
	 * A commit that the log on disk does not have yet hides those before it, of whichever
	 * database.
	 */
	@Test
	void commitsInOtherDatabasesAreNotInTheWay() throws Exception {
		Database neighbour = factory.database("neighbour");
		Statements.execute(neighbour, "CREATE TABLE counted (id int)");
		AtomicBoolean done = new AtomicBoolean();
		ExecutorService executor = Executors.newSingleThreadExecutor();
		try {
			Future<?> commits = executor.submit(() -> {
				try (Connection connection = neighbour.dataSource().getConnection();
						Statement statement = connection.createStatement()) {
					while (!done.get()) {
						statement.execute("INSERT INTO counted VALUES (1)");
					}
					return null;
				}
			});
			for (int time = 0; time < 100; time++) {
				scenario.execute("UPDATE author SET name = 'x'");
				assertThat(scenario.reset()).isNull();
			}
			scenario.assertIsLikeAClone("commits elsewhere");
			done.set(true);
			commits.get();
		}
		finally {
			done.set(true);
			executor.shutdown();
		}
	}

	/**
	 * A session keeps values for later, unless the sequence has a new file.
	 */
	@Test
	void sessionGoesOnWithNoValuesThatItHasTakenAhead() throws SQLException {
		try (PreparedStatement next = this.other.prepareStatement("SELECT nextval('ahead') + 0 * ?")) {
			assertThat(value(next, 0)).isEqualTo("1");
			scenario.reset();
			assertThat(value(next, 0)).isEqualTo("1");
		}
	}

	private void execute(String sql) throws SQLException {
		try (Statement statement = this.other.createStatement()) {
			statement.execute(sql);
		}
	}

	private static String value(PreparedStatement statement, int parameter) throws SQLException {
		statement.setInt(1, parameter);
		try (ResultSet row = statement.executeQuery()) {
			row.next();
			return row.getString(1);
		}
	}

}
