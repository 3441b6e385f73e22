// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import io.agentdata.database.DatabaseConfig.Pool;
import io.agentdata.database.copy.Changes;
import io.agentdata.database.copy.TableChange;
import io.agentdata.database.embedded.EmbeddedOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a {@link Database} that is put back in place.
 */
class ResetTests {

	private static final Changes NOTHING = new Changes(List.of(), List.of(), false, true);

	private static final String SCHEMA = """
			CREATE EXTENSION vector;
			CREATE TABLE author (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL UNIQUE,
				loud text GENERATED ALWAYS AS (upper(name)) STORED, editor bigint REFERENCES author);
			CREATE TABLE note (id serial PRIMARY KEY, author bigint REFERENCES author, title text);
			CREATE TABLE tag (note int REFERENCES note ON DELETE CASCADE, word text);
			CREATE TABLE memory (id bigserial PRIMARY KEY, embedding vector(8));
			CREATE INDEX ON memory USING hnsw (embedding vector_l2_ops);
			INSERT INTO author (name) SELECT 'author ' || n FROM generate_series(1, 50) AS n;
			""";

	private final DatabaseFactory factory = DatabaseFactory.embedded(EmbeddedOptions.defaults(), "public",
			Pool.DEFAULTS);

	private Database database;

	private ResetScenario scenario;

	@BeforeEach
	void keepDatabase() throws SQLException {
		this.database = this.factory.database("reset");
		this.scenario = new ResetScenario(this.database, SCHEMA);
	}

	@AfterEach
	void close() throws SQLException {
		this.scenario.close();
		this.factory.close();
	}

	@Test
	void changesAreNoneAtFirst() {
		assertThat(changes()).isEqualTo(NOTHING);
	}

	@Test
	void changesTellsWhatWasCommitted() throws SQLException {
		execute("INSERT INTO note (title) VALUES ('one'), ('two'); UPDATE author SET name = 'renamed' WHERE id = 7;"
				+ "DELETE FROM author WHERE id = 9");
		assertThat(changes().tables()).containsExactlyInAnyOrder(new TableChange("public.note", 2, 2, 0, 0),
				new TableChange("public.author", 2, 0, 1, 1));
	}

	@Test
	void changesPassesOverWhatWasRolledBack() throws SQLException {
		execute("BEGIN; INSERT INTO note (title) VALUES ('one'); DELETE FROM author; ROLLBACK");
		assertThat(changes().isCommitted()).isFalse();
		execute("INSERT INTO note (title) VALUES ('two')");
		assertThat(changes().tables()).extracting(TableChange::rows).containsExactly(1L);
	}

	@ParameterizedTest
	@ValueSource(strings = { "INSERT INTO note (title) VALUES ('one'), ('two')",
			"INSERT INTO author (name, editor) VALUES ('new', 3), ('newer', 51); INSERT INTO note (author) VALUES (52)",
			"UPDATE author SET name = name || '!' WHERE id % 7 = 0", "DELETE FROM author WHERE id % 3 = 0",
			"TRUNCATE author, note, tag",
			"TRUNCATE author RESTART IDENTITY CASCADE; INSERT INTO author (name) VALUES ('x')",
			"BEGIN; UPDATE author SET name = 'a' WHERE id = 1; ROLLBACK; INSERT INTO tag (word) VALUES ('b')",
			"INSERT INTO memory (embedding) SELECT array_fill(n, ARRAY[8])::vector FROM generate_series(1, 40) AS n",
			"COPY (SELECT 1) TO '/dev/null'",
			"CREATE TEMPORARY TABLE t AS SELECT * FROM author; UPDATE t SET name = ''",
			"DO $$ BEGIN FOR i IN 1..3 LOOP INSERT INTO note (title) VALUES (i); COMMIT; END LOOP; END $$",
			"BEGIN; INSERT INTO note (title) VALUES ('p'); PREPARE TRANSACTION 'left'",
			"SELECT nextval('note_id_seq'); SELECT setval('author_id_seq', 1000)",
			"BEGIN; UPDATE author SET name = name || '!'; COMMIT; BEGIN; ANALYZE author; ROLLBACK",
			"BEGIN; INSERT INTO note (title) VALUES ('x'); COMMIT; BEGIN; ANALYZE note; ROLLBACK",
			"BEGIN; DELETE FROM author WHERE id > 10; ANALYZE author; ROLLBACK",
			"BEGIN; INSERT INTO note (title) SELECT 'x' FROM generate_series(1, 20); CREATE INDEX ON note (title); ROLLBACK",
			"BEGIN; DELETE FROM author WHERE id > 10; CREATE INDEX ON author (editor); ROLLBACK",
			"BEGIN; CREATE TABLE added (id int); ALTER TABLE note ADD COLUMN added int; ROLLBACK",
			"BEGIN; UPDATE author SET name = name || '!'; ROLLBACK" })
	void resetPutsBackInPlace(String change) throws SQLException {
		Connection session = this.scenario.session();
		for (int time = 0; time < 3; time++) {
			execute(change);
			assertThat(this.scenario.reset()).isNull();
			this.scenario.assertIsLikeAClone("time %s".formatted(time));
			assertThat(changes()).isEqualTo(NOTHING);
		}
		assertThat(this.scenario.session()).isSameAs(session);
	}

	/**
	 * As {@code pg-index-health} and others advise.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "pg_stat_reset()", "pg_stat_reset_single_table_counters('author'::regclass)" })
	void changesAreFoundWhereTheServerHasBegunToCountAnew(String reset) throws SQLException {
		for (int time = 0; time < 2; time++) {
			execute("UPDATE author SET name = name || '!' WHERE id < 9");
			execute("DELETE FROM author WHERE id > 40");
			execute("INSERT INTO note (title) VALUES ('x')");
			execute("SELECT nextval('note_id_seq'), pg_stat_force_next_flush()");
			execute("SELECT " + reset);
			execute("INSERT INTO tag (word) VALUES ('x')");
			assertThat(changes().tables()).extracting(TableChange::table)
				.containsExactlyInAnyOrder("public.author", "public.note", "public.tag");
			assertThat(this.scenario.reset()).isNull();
			this.scenario.assertIsLikeAClone("time %s".formatted(time));
			assertThat(changes()).isEqualTo(NOTHING);
		}
	}

	/**
	 * Dead rows would make room for them.
	 */
	@Test
	void laterRowsTakeTheSamePlacesAsInAClone() throws SQLException {
		String places = placesOfLaterRows();
		this.scenario.reset();
		execute("BEGIN; UPDATE author SET name = name || '!' WHERE id < 9; ROLLBACK");
		this.scenario.reset();
		assertThat(placesOfLaterRows()).isEqualTo(places);
	}

	private String placesOfLaterRows() throws SQLException {
		execute("INSERT INTO author (name) SELECT 'later ' || n FROM generate_series(1, 25) AS n");
		execute("SELECT count(*) FROM author; UPDATE author SET name = repeat(name, 10) WHERE id IN (5, 6, 7)");
		return Statements.query(this.database, "SELECT string_agg(name, ',') FROM author");
	}

	private Changes changes() {
		return this.database.changes();
	}

	private void execute(String sql) throws SQLException {
		this.scenario.execute(sql);
	}

}
