// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.pglite;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import io.agentdata.database.Database;
import io.agentdata.database.DatabaseConfig.Pool;
import io.agentdata.database.DatabaseDump;
import io.agentdata.database.DatabaseFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for resets in the one session of a PGlite, whose databases are not copied.
 */
@Timeout(240)
class PgliteResetTests {

	private static final String SCHEMA = """
			CREATE EXTENSION vector; CREATE TABLE note (id serial PRIMARY KEY, title text);
			CREATE TABLE author (id int PRIMARY KEY, name text); INSERT INTO author SELECT n, 'a' || n FROM generate_series(1, 50) AS n;
			CREATE TABLE memory (id serial PRIMARY KEY, embedding vector(3)); CREATE INDEX ON memory USING hnsw (embedding vector_l2_ops);
			CREATE TABLE long (id int, body text); ALTER TABLE long ALTER COLUMN body SET STORAGE EXTENDED;
			INSERT INTO long SELECT n, repeat('x', 5000000) FROM generate_series(1, 2) AS n;
			""";

	private static DatabaseFactory factory;

	private static Database database;

	private static DatabaseDump kept;

	@BeforeEach
	void keep() throws SQLException {
		// in each test, since one that is skipped counts only by itself
		if (factory == null) {
			RealPglite.require();
			factory = DatabaseFactory.pglite(RealPglite.OPTIONS, "public", Pool.DEFAULTS);
			database = factory.database("test");
			execute(SCHEMA);
			database.snapshot("kept");
			kept = DatabaseDump.of(database);
		}
	}

	@AfterAll
	static void close() {
		if (factory != null) {
			factory.close();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "INSERT INTO note (title) VALUES ('x')", "UPDATE author SET name = 'x'",
			"INSERT INTO author VALUES (51, 'x')",
			"DELETE FROM author WHERE id > 7; INSERT INTO note (title) VALUES ('x')",
			"BEGIN; INSERT INTO memory (embedding) SELECT ARRAY[n, 0, 0]::vector FROM generate_series(1, 60) AS n; ROLLBACK" })
	void rowsArePutBackInPlace(String change) throws SQLException {
		for (int time = 0; time < 2; time++) {
			execute(change);
			assertThat(database.changes().counted()).isTrue();
			assertThat(database.reset("kept", true)).isNull();
			assertThat(DatabaseDump.of(database).differences(kept)).isEmpty();
		}
	}

	@Test
	void definitionsAreRestored() throws SQLException {
		execute("CREATE TABLE added (id int)");
		database.changes();
		assertThat(database.reset("kept", true)).isEqualTo("the definition of public.added changed");
		assertThat(DatabaseDump.of(database).differences(kept)).isEmpty();
	}

	@Test
	void rowsThatAreTooLongToBeRememberedAreRestored() throws SQLException {
		execute("UPDATE long SET id = 3 WHERE id = 2");
		database.changes();
		assertThat(database.reset("kept", true)).contains("its rows were too long to be remembered");
		assertThat(DatabaseDump.of(database).differences(kept)).isEmpty();
	}

	@Test
	void sessionIsLeftAsItWas() throws SQLException {
		try (Connection session = database.dataSource().getConnection();
				Statement statement = session.createStatement()) {
			statement
				.execute("SET search_path = pg_catalog, \"My schema\"; SET lock_timeout = '7s'; SET my.own = 'it''s'");
			String before = settings(statement);
			statement.execute("INSERT INTO public.note (title) VALUES ('x')");
			database.changes();
			assertThat(database.reset("kept", true)).isNull();
			assertThat(settings(statement)).isEqualTo(before).contains("\"My schema\"", "7000", "it's");
		}
	}

	private static String settings(Statement statement) throws SQLException {
		try (ResultSet row = statement.executeQuery(
				"SELECT string_agg(name || ' = ' || setting, ', ') FROM pg_settings WHERE source = 'session'")) {
			row.next();
			return row.getString(1) + ", my.own = " + setting(statement);
		}
	}

	private static String setting(Statement statement) throws SQLException {
		try (ResultSet row = statement.executeQuery("SHOW my.own")) {
			row.next();
			return row.getString(1);
		}
	}

	private static void execute(String sql) throws SQLException {
		try (Connection connection = database.dataSource().getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

}
