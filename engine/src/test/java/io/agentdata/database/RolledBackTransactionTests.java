// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicReference;

import io.agentdata.database.DatabaseConfig.Pool;
import io.agentdata.database.embedded.EmbeddedOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Database#inRolledBackTransaction(Database, IsolatedWork)}.
 */
class RolledBackTransactionTests {

	private final DatabaseFactory factory = DatabaseFactory.embedded(EmbeddedOptions.defaults(), "public",
			Pool.DEFAULTS);

	private Database database;

	@BeforeEach
	void createDatabase() throws SQLException {
		this.database = this.factory.database("transactions");
		try (Connection connection = this.database.dataSource().getConnection()) {
			execute(connection, "CREATE TABLE note (id int PRIMARY KEY, "
					+ "answers int REFERENCES note DEFERRABLE INITIALLY DEFERRED)");
		}
	}

	@AfterEach
	void nothingIsLeft() throws SQLException {
		try (Connection connection = this.database.dataSource().getConnection()) {
			assertThat(query(connection, "SELECT count(*) FROM note")).isEqualTo("0");
			assertThat(query(connection, "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
					+ "AND pid <> pg_backend_pid() AND state <> 'idle'"))
				.isEqualTo("0");
		}
		finally {
			this.factory.close();
		}
	}

	@Test
	void workSeesItsOwnRowsAndReturnsItsResult() throws SQLException {
		AtomicReference<Connection> used = new AtomicReference<>();
		for (int time = 0; time < 2; time++) {
			String count = Database.inRolledBackTransaction(this.database, (tx) -> {
				used.set(tx);
				execute(tx, "INSERT INTO note VALUES (1)");
				return query(tx, "SELECT count(*) FROM note");
			});
			assertThat(count).isEqualTo("1");
			assertThat(used.get().isClosed()).isTrue();
		}
	}

	@Test
	void workThatThrowsIsRolledBackAndItsExceptionPassesThrough() {
		IOException failure = new IOException("of the work");
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> Database.inRolledBackTransaction(this.database, (tx) -> {
				execute(tx, "INSERT INTO note VALUES (1, 99)");
				throw failure;
			}))
			.isSameAs(failure)
			.satisfies((ex) -> assertThat(ex.getSuppressed()).isEmpty());
	}

	@Test
	void isolatedDatabaseAndRolledBackTransactionGoTogether() throws SQLException {
		String answer = this.factory.withIsolatedDatabase("both",
				(isolated) -> Database.inRolledBackTransaction(isolated, (tx) -> query(tx, "SELECT 42")));
		assertThat(answer).isEqualTo("42");
	}

	@Test
	void commitAndAutoCommitAreRefused() throws SQLException {
		Database.inRolledBackTransaction(this.database, (tx) -> {
			execute(tx, "INSERT INTO note VALUES (1)");
			assertThatExceptionOfType(SQLException.class).isThrownBy(tx::commit)
				.withMessage("'commit()' was called in a transaction that is rolled back at its end, and was refused. "
						+ "Leave the transaction's end to inRolledBackTransaction, use a savepoint, or give the code that "
						+ "commits a database of its own: withIsolatedDatabase(testId, database -> ...).");
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> tx.setAutoCommit(true))
				.withMessageStartingWith("'setAutoCommit(true)' was called");
			try (Statement statement = tx.createStatement()) {
				assertThatExceptionOfType(SQLException.class).isThrownBy(statement.getConnection()::commit)
					.withMessageStartingWith("'commit()' was called");
			}
			tx.setAutoCommit(false);
			return query(tx, "SELECT 1");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "COMMIT", " /* now */ commit work;", "-- now\nEND", "PREPARE TRANSACTION 'x'",
			"INSERT INTO note VALUES (2); COMMIT" })
	void commitBySqlIsRefused(String sql) throws SQLException {
		Database.inRolledBackTransaction(this.database, (tx) -> {
			execute(tx, "INSERT INTO note VALUES (1)");
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> execute(tx, sql))
				.withMessageContaining("was called in a transaction that is rolled back at its end");
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> tx.prepareStatement(sql))
				.withMessageContaining("was called in a transaction that is rolled back at its end");
			return query(tx, "SELECT 1");
		});
	}

	@Test
	void sqlThatOnlyMentionsACommitRuns() throws SQLException {
		Database.inRolledBackTransaction(this.database, (tx) -> {
			assertThat(query(tx, "SELECT '; COMMIT'")).isEqualTo("; COMMIT");
			execute(tx,
					"CREATE FUNCTION one() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END; $$; SELECT one()");
			tx.setSavepoint("commit");
			try (PreparedStatement statement = tx.prepareStatement("SELECT ?")) {
				statement.setString(1, "COMMIT");
				return statement.execute();
			}
		});
	}

	@Test
	void closeOfTheConnectionIsLeftToTheEnd() {
		assertThatExceptionOfType(SQLException.class)
			.isThrownBy(() -> Database.inRolledBackTransaction(this.database, (tx) -> {
				try (tx) {
					execute(tx, "INSERT INTO note VALUES (1, 99)");
				}
				return query(tx, "SELECT count(*) FROM note");
			}))
			.withMessageContaining("note_answers_fkey");
	}

	@Test
	void violatedDeferredConstraintFailsTheTransaction() {
		assertThatExceptionOfType(SQLException.class)
			.isThrownBy(() -> Database.inRolledBackTransaction(this.database, (tx) -> {
				execute(tx, "INSERT INTO note VALUES (1, 99)");
				return query(tx, "SELECT count(*) FROM note");
			}))
			.withMessageContaining("violates foreign key constraint \"note_answers_fkey\"")
			.satisfies((ex) -> assertThat(ex.getSQLState()).isEqualTo("23503"));
	}

	@Test
	void workMayExpectAFailingStatement() throws SQLException {
		Database.inRolledBackTransaction(this.database, (tx) -> {
			execute(tx, "INSERT INTO note VALUES (1, 99)");
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> execute(tx, "INSERT INTO note VALUES (1)"));
			return "failed";
		});
	}

	@Test
	void savepointsAndRollbacksAreTheWorksOwnAffair() throws SQLException {
		Database.inRolledBackTransaction(this.database, (tx) -> {
			execute(tx, "INSERT INTO note VALUES (1)");
			Savepoint savepoint = tx.setSavepoint();
			execute(tx, "INSERT INTO note VALUES (2)");
			tx.rollback(savepoint);
			assertThat(query(tx, "SELECT count(*) FROM note")).isEqualTo("1");
			tx.rollback();
			execute(tx, "INSERT INTO note VALUES (3)");
			return query(tx, "SELECT id FROM note");
		});
	}

	@Test
	void connectionThatIsGoneFailsWithoutHidingTheWorksException() {
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> Database.inRolledBackTransaction(this.database, (tx) -> {
				tx.abort(Runnable::run);
				throw new IOException("of the work");
			}))
			.withMessage("of the work");
	}

	private static void execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	private static String query(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
			rows.next();
			return rows.getString(1);
		}
	}

}
