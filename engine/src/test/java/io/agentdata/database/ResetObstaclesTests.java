// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database;

import java.sql.SQLException;

import io.agentdata.database.DatabaseConfig.Pool;
import io.agentdata.database.embedded.EmbeddedOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for changes that are not put back in place, and for those that only look like
 * that.
 */
class ResetObstaclesTests {

	private static final String SCHEMA = """
			CREATE EXTENSION vector; CREATE EXTENSION hstore; CREATE TYPE mood AS ENUM ('sad');
			CREATE TABLE note (id serial PRIMARY KEY, title text, mood mood); CREATE TABLE empty (id int UNIQUE, word text);
			INSERT INTO note (title) SELECT 'note ' || n FROM generate_series(1, 30) AS n;
			CREATE MATERIALIZED VIEW titles AS SELECT title FROM note; CREATE UNIQUE INDEX ON titles (title);
			CREATE FUNCTION watch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
			CREATE TABLE watched (id int); CREATE TRIGGER always BEFORE INSERT ON watched FOR EACH ROW EXECUTE FUNCTION watch();
			ALTER TABLE watched ENABLE ALWAYS TRIGGER always;
			CREATE TABLE copied (id int); CREATE TRIGGER replica BEFORE INSERT ON copied FOR EACH ROW EXECUTE FUNCTION watch();
			ALTER TABLE copied ENABLE REPLICA TRIGGER replica;
			CREATE TABLE ruled (id int); CREATE RULE kept AS ON DELETE TO ruled DO INSTEAD NOTHING;
			ALTER TABLE ruled ENABLE ALWAYS RULE kept; INSERT INTO ruled VALUES (1);
			CREATE TABLE memory (id int PRIMARY KEY, e vector(2)); INSERT INTO memory SELECT n, ARRAY[n, 1]::vector FROM generate_series(1, 40) AS n;
			CREATE INDEX ON memory USING hnsw (e vector_l2_ops);
			CREATE TABLE passage (id int PRIMARY KEY, e vector(2)); INSERT INTO passage SELECT n, ARRAY[n, 1]::vector FROM generate_series(1, 40) AS n;
			CREATE INDEX ON passage USING ivfflat (e vector_l2_ops) WITH (lists = 4);
			CREATE TABLE large (id int PRIMARY KEY, body text); INSERT INTO large SELECT n, repeat(md5(n::text), 40) FROM generate_series(1, 900) AS n; DELETE FROM large WHERE id % 100 = 0;
			CREATE TABLE long (id int PRIMARY KEY); INSERT INTO long SELECT n FROM generate_series(1, 20000) AS n;
			SELECT lo_from_bytea(4242, 'large');
			""";

	private static DatabaseFactory factory;

	private static ResetScenario scenario;

	@BeforeAll
	static void keepDatabase() throws SQLException {
		factory = DatabaseFactory.embedded(EmbeddedOptions.defaults(), "public", Pool.DEFAULTS);
		scenario = new ResetScenario(factory.database("obstacles"), SCHEMA);
	}

	@AfterAll
	static void close() throws SQLException {
		scenario.close();
		factory.close();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~',
			textBlock = """
					CREATE TABLE added (id int)                                     | the definition of public.added changed
					ALTER TABLE note ADD COLUMN added int                           | the definition of public.note changed
					ALTER TABLE note ADD gone int; ALTER TABLE note DROP gone       | the definition of public.note changed
					ALTER TABLE note ALTER title SET DEFAULT 'x'                    | changed
					ALTER TABLE note ALTER title SET NOT NULL                       | changed
					ALTER TABLE note RENAME title TO name                           | changed
					ALTER TABLE note RENAME TO remark                               | the definition of public.remark changed
					ALTER TABLE note SET (fillfactor = 50)                          | the definition of
					ALTER TABLE empty SET UNLOGGED                                  | the definition of
					ALTER TABLE empty ALTER word TYPE varchar(9)                    | changed
					ALTER TABLE note ADD CHECK (id > 0)                             | changed
					ALTER TABLE watched DISABLE TRIGGER always                      | triggers changed
					ALTER TABLE note ENABLE ROW LEVEL SECURITY                      | the definition of
					CREATE POLICY own ON note USING (true)                          | changed
					GRANT SELECT ON note TO PUBLIC                                  | the definition of
					GRANT SELECT (title) ON note TO PUBLIC                          | changed
					COMMENT ON TABLE note IS 'x'                                    | definitions in pg_description changed
					DROP TABLE empty                                                | the dropped table public.empty changed
					CREATE INDEX added ON empty (word)                              | changed
					DROP INDEX titles_title_idx                                     | changed
					REINDEX INDEX note_pkey                                         | an index of public.note changed
					CLUSTER note USING note_pkey                                    | changed
					CREATE VIEW seen AS SELECT * FROM note                          | the definition of public.seen
					CREATE OR REPLACE FUNCTION watch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END' | functions or procedures
					CREATE SCHEMA added                                             | schemas changed
					ALTER TYPE mood ADD VALUE 'glad'                                | types changed
					CREATE DOMAIN word AS text                                      | types
					ALTER SEQUENCE note_id_seq INCREMENT 5                          | pg_sequence changed
					CREATE STATISTICS pair ON title, id FROM note                   | pg_statistic_ext changed
					ANALYZE note                                                    | the planner's statistics, by ANALYZE changed
					DROP EXTENSION hstore                                           | changed
					CREATE FUNCTION on_ddl() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'; CREATE EVENT TRIGGER added ON sql_drop EXECUTE FUNCTION on_ddl() | functions or procedures
					ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC       | pg_default_acl changed
					CREATE PUBLICATION added FOR TABLE note                         | pg_publication
					SELECT lo_from_bytea(0, 'added')                                | large objects changed
					SELECT lo_put(4242, 0, 'L')                                     | large objects changed
					SELECT lo_unlink(4242)                                          | large objects changed
					DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET work_mem = 64', current_database()); END $$ | a setting of the database changed
					DO $$ BEGIN EXECUTE format('COMMENT ON DATABASE %I IS ''x''', current_database()); END $$ | the rights, the comment or the limits of the database changed
					DO $$ BEGIN EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database()); END $$ | the rights, the comment or the limits of the database changed
					DO $$ BEGIN EXECUTE format('ALTER DATABASE %I CONNECTION LIMIT 77', current_database()); END $$ | the rights, the comment or the limits of the database changed
					REFRESH MATERIALIZED VIEW titles                                | the definition of public.titles
					UPDATE note SET title = upper(title); REFRESH MATERIALIZED VIEW CONCURRENTLY titles | public.titles is a materialized view
					INSERT INTO watched VALUES (1)                                  | public.watched has a trigger or a rule that is enabled ALWAYS
					INSERT INTO copied VALUES (1)                                   | public.copied has a trigger or a rule that is enabled ALWAYS
					INSERT INTO ruled VALUES (2)                                    | public.ruled has a trigger or a rule that is enabled ALWAYS
					INSERT INTO memory VALUES (41, '[1,2]')                         | public.memory has 40 rows in an index of the type hnsw, which cannot be built again as it was
					UPDATE passage SET id = 99 WHERE id = 1                         | public.passage has 40 rows in an index of the type ivfflat
					BEGIN; UPDATE memory SET e = '[0,0]'; ROLLBACK                  | public.memory has 40 rows in an index of the type hnsw
					UPDATE large SET body = '' WHERE id = 7                         | KB, and only smaller tables are written again
					DELETE FROM long WHERE id = 1                                   | a clone is made sooner than 1 tables are put back
					""")
	void cloneTakesTheDatabasesPlace(String change, String reason) throws SQLException {
		scenario.execute(change);
		assertThat(scenario.reset()).contains(reason);
		scenario.assertIsLikeAClone(change);
	}

	@ParameterizedTest
	@ValueSource(strings = { "CREATE TABLE gone (id int); DROP TABLE gone",
			"BEGIN; CREATE TABLE gone (id int); ALTER TABLE note ADD COLUMN x int; DROP TABLE empty; ROLLBACK",
			"CREATE TEMPORARY TABLE scratch (id serial PRIMARY KEY, e vector(2)); CREATE INDEX ON scratch USING hnsw (e vector_l2_ops)",
			"CREATE TEMPORARY VIEW scratch AS SELECT * FROM note", "VACUUM note", "VACUUM FULL empty",
			"VACUUM FREEZE note", "ANALYZE empty", "BEGIN; SELECT lo_create(0); ROLLBACK",
			"INSERT INTO passage VALUES (41, '[1,2]')", "BEGIN; UPDATE passage SET e = '[0,0]'; ROLLBACK",
			"INSERT INTO long VALUES (0)", "INSERT INTO large VALUES (0, 'x')",
			"BEGIN; UPDATE large SET body = ''; ROLLBACK", "BEGIN; LOCK TABLE note; COMMIT", "CHECKPOINT" })
	void nothingTakesTheDatabasesPlace(String change) throws SQLException {
		for (String statement : change.startsWith("BEGIN") ? new String[] { change } : change.split(";")) {
			scenario.execute(statement);
		}
		assertThat(scenario.reset()).isNull();
		scenario.assertIsLikeAClone(change);
	}

}
