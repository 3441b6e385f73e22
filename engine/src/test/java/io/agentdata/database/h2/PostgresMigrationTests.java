// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.h2;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link PostgresMigration}.
 */
class PostgresMigrationTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					CREATE EXTENSION IF NOT EXISTS vector;                           | ;
					COMMENT ON EXTENSION vector IS 'a;b';                            | ;
					DROP EXTENSION "uuid-ossp"; SELECT 1                             | ; SELECT 1
					CREATE INDEX i ON t USING hnsw (e vector_cosine_ops);            | ;
					create index if not exists i on t using ivfflat (e) with (lists = 1); | ;
					CREATE INDEX i ON t USING gin ((j::jsonb), (CAST('{}' AS jsonb))); | ;
					SELECT (1; ALTER TABLE t ADD j json, DROP k;                     | SELECT (1; ALTER TABLE t ADD j agent_data.jsonb; ALTER TABLE t DROP k;
					CREATE INDEX CONCURRENTLY i ON t USING gin (j jsonb_path_ops);   | ;
					CREATE INDEX i ON t USING btree (title);                         | CREATE INDEX i ON t USING btree (title);
					DROP INDEX i;                                                    | DROP INDEX IF EXISTS i;
					DROP INDEX IF EXISTS i;                                          | DROP INDEX IF EXISTS i;
					ALTER TABLE IF EXISTS a.b ADD c int, ADD d numeric(1, 2), DROP e; | ALTER TABLE IF EXISTS a.b ADD c int; ALTER TABLE IF EXISTS a.b ADD d numeric(1, 2); ALTER TABLE IF EXISTS a.b DROP e;
					ALTER TABLE t ADD at timestamptz;                                | ALTER TABLE t ADD at timestamp with time zone;
					ALTER TABLE t ADD COLUMN at TIMESTAMPTZ (3) NOT NULL;            | ALTER TABLE t ADD COLUMN at timestamp(3) with time zone NOT NULL;
					CREATE TABLE t (e vector, f public.vector NOT NULL);             | CREATE TABLE t (e agent_data.vector, f agent_data.vector NOT NULL);
					CREATE TABLE t (j jsonb DEFAULT '[]'::jsonb, k int DEFAULT 1);   | CREATE TABLE t (j agent_data.jsonb DEFAULT JSON '[]', k int DEFAULT 1);
					INSERT INTO t VALUES ('{}'::jsonb, CAST('[]' AS json), x::jsonb); | INSERT INTO t VALUES (JSON '{}', JSON '[]', x::agent_data.jsonb);
					SELECT $$ ; CREATE EXTENSION x; $$, $a$ $$ ; $a$, E';' ; CREATE EXTENSION x | SELECT $$ ; CREATE EXTENSION x; $$, $a$ $$ ; $a$, E';' ;
					ALTER TABLE t ADD COLUMN IF NOT EXISTS json json;                | ALTER TABLE t ADD COLUMN IF NOT EXISTS json agent_data.jsonb;
					ALTER TABLE t ALTER COLUMN json TYPE jsonb USING json::jsonb;    | ALTER TABLE t ALTER COLUMN json TYPE agent_data.jsonb USING json::agent_data.jsonb;
					CREATE DOMAIN at AS timestamptz CHECK (value > now());           | CREATE DOMAIN at AS timestamp with time zone CHECK (value > now());
					CREATE TEMP TABLE t (jsonb jsonb, "json" json, body text);       | CREATE TEMP TABLE t (jsonb agent_data.jsonb, "json" agent_data.jsonb, body text);
					CREATE TABLE t (a json, CONSTRAINT json CHECK (a <> 'json'), UNIQUE (a)); | CREATE TABLE t (a agent_data.jsonb, CONSTRAINT json CHECK (a <> 'json'), UNIQUE (a));
					INSERT INTO t (json, vector) SELECT json, vector FROM o;         | INSERT INTO t (json, vector) SELECT json, vector FROM o;
					SELECT a json, b AS jsonb FROM t -- CREATE EXTENSION             | SELECT a json, b AS jsonb FROM t -- CREATE EXTENSION
					SELECT a::json, CAST(b AS jsonb), /* ; c::json */ 'd::json' FROM t | SELECT a::agent_data.jsonb, CAST(b AS agent_data.jsonb), /* ; c::json */ 'd::json' FROM t
					CREATE TABLE t (j jsonb NOT NULL DEFAULT '{"a": "'';"}', k text DEFAULT '{}'); | CREATE TABLE t (j agent_data.jsonb NOT NULL DEFAULT JSON '{"a": "'';"}', k text DEFAULT '{}');
					CREATE TABLE a.t (i int REFERENCES u, j int REFERENCES "U" (i), k int REFERENCES b.u); | CREATE TABLE a.t (i int REFERENCES "careers".u, j int REFERENCES "careers"."U" (i), k int REFERENCES b.u);
					ALTER TABLE IF EXISTS a.t ADD FOREIGN KEY (i) REFERENCES u (i);  | ALTER TABLE IF EXISTS a.t ADD FOREIGN KEY (i) REFERENCES "careers".u (i);
					CREATE TABLE IF NOT EXISTS t (i int REFERENCES u, j int REFERENCES a.u); | CREATE TABLE IF NOT EXISTS t (i int REFERENCES u, j int REFERENCES a.u);
					""")
	void rewriteKeepsToTheList(String migration, String expected) {
		assertThat(PostgresMigration.rewrite("V1__a.sql", "careers", migration).strip()).isEqualTo(expected);
	}

	@Test
	void rewriteOfVectorsMakesTheirTypesOnce() {
		assertThat(PostgresMigration.rewrite("V1__a.sql", "careers",
				"CREATE TABLE t (a vector(3), b public.VECTOR( 3 ) NOT NULL, c vector(${dimensions}));"))
			.isEqualTo("CREATE DOMAIN IF NOT EXISTS agent_data.vector_${dimensions} AS REAL ARRAY "
					+ "CHECK (agent_data.check_vector(VALUE, ${dimensions})); "
					+ "CREATE DOMAIN IF NOT EXISTS agent_data.vector_3 AS REAL ARRAY "
					+ "CHECK (agent_data.check_vector(VALUE, 3)); "
					+ "CREATE TABLE t (a agent_data.vector_3, b agent_data.vector_3 NOT NULL, "
					+ "c agent_data.vector_${dimensions});");
	}

	@Test
	void rewriteKeepsTheNumbersOfLines() {
		String rewritten = PostgresMigration.rewrite("V1__a.sql", "careers", """
				CREATE EXTENSION
				  vector;
				CREATE INDEX i ON t
				  USING gin (j);
				CREATE TABLE t (j jsonb DEFAULT CAST(
				  '{}' AS
				  jsonb));
				SELECT 8;
				""");
		assertThat(rewritten.lines().toList().get(7)).isEqualTo("SELECT 8;");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "", ";", "--", "/*", "'", "\"", "$", "$$", "$a$ b", "${", "e'", "(", ")", "a::", "CREATE TABLE",
					"CREATE TABLE t (", "CAST(", "DEFAULT", "json", "x::jsonb", "::", "vector(", "CREATE INDEX" })
	void rewriteOfWhatIsNotWholeLeavesItToH2(String migration) {
		assertThat(PostgresMigration.rewrite("V1__a.sql", "careers", migration))
			.startsWith(migration.substring(0, Math.min(1, migration.length())));
	}

	@ParameterizedTest
	@ValueSource(strings = { "CREATE TABLE t (tags text[])", "CREATE TABLE t (tags text ARRAY DEFAULT '{}')",
			"ALTER TABLE t ADD COLUMN tags varchar(10) ARRAY", "UPDATE t SET tags = '{a,b}'::text[]",
			"UPDATE t SET title = E'a\\nb'" })
	void rewriteOfWhatH2WouldMisreadIsRefused(String statement) {
		assertThatExceptionOfType(H2MigrationException.class)
			.isThrownBy(() -> PostgresMigration.rewrite("db/migration/V7__tags.sql", "careers",
					"SELECT 1;\n\n" + statement + ";"))
			.satisfies((ex) -> {
				assertThat(ex.headline()).isEqualTo("A migration for PostgreSQL cannot run on H2.");
				assertThat(ex.file()).isEqualTo("db/migration/V7__tags.sql");
				assertThat(ex.line()).isEqualTo(3);
				assertThat(ex.statement()).isEqualTo(statement);
			})
			.withMessageContaining("File db/migration/V7__tags.sql, line 3: "
					+ (statement.contains("\\") ? "an escape string, whose backslashes H2 would keep."
							: "an SQL array, whose text '{a,b}' H2 would take for one element."))
			.withMessageContaining("    " + statement)
			.withMessageContaining("agent.data.engine=embedded")
			.withMessageContaining("spring.flyway.locations=classpath:db/migration/{vendor}");
	}

	@Test
	void rewriteOfAnArrayConstructorIsNotRefused() {
		String migration = "INSERT INTO t VALUES (ARRAY[1, 2]); CREATE TABLE u (e real ARRAY[2] DEFAULT ARRAY[1, 2]);";
		assertThat(PostgresMigration.rewrite("V1__a.sql", "careers", migration)).isEqualTo(migration);
	}

	@Test
	void whatIsRewrittenRuns() throws SQLException {
		try (H2Database database = H2Database.create("migration", "public");
				Connection connection = database.dataSource().getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute(PostgresMigration.rewrite("V1__a.sql", "careers",
					"""
							CREATE EXTENSION IF NOT EXISTS vector;
							CREATE EXTENSION IF NOT EXISTS "uuid-ossp";
							CREATE TABLE note (
							  id         uuid DEFAULT uuid_generate_v4() PRIMARY KEY,
							  other_id   uuid DEFAULT gen_random_uuid(),
							  number     bigserial,
							  title      text NOT NULL UNIQUE CHECK (title ~ '\\S'),
							  details    jsonb NOT NULL DEFAULT '{"k": 1}'::jsonb,
							  more       json DEFAULT '[]',
							  embedding  vector(3),
							  any_vector vector,
							  written_at timestamptz(3) NOT NULL DEFAULT now(),
							  CHECK (num_nonnulls(title, details) = 2),
							  CHECK (jsonb_typeof(details) = 'object')
							);
							CREATE INDEX note_embedding ON note USING hnsw (embedding vector_cosine_ops) WITH (m = 16);
							CREATE UNIQUE INDEX IF NOT EXISTS note_title ON note USING btree (title, written_at DESC NULLS LAST);
							COMMENT ON COLUMN note.title IS 'Don''t';
							DROP INDEX note_embedding;
							ALTER TABLE note ADD COLUMN second vector(4), ADD COLUMN third jsonb;
							ALTER TABLE note ALTER COLUMN embedding TYPE vector(4);
							INSERT INTO note (title, details) VALUES ('a', '{"k": 2}'::jsonb) ON CONFLICT DO NOTHING;
							CREATE SEQUENCE note_seq INCREMENT BY 50;
							"""));
			assertThatExceptionOfType(SQLException.class)
				.isThrownBy(() -> statement.execute("UPDATE note SET embedding = ARRAY[1, 2, 3]"))
				.withMessageStartingWith("expected 4 dimensions, not 3");
			assertThatExceptionOfType(SQLException.class)
				.isThrownBy(() -> statement.execute("UPDATE note SET third = '{}'"))
				.withMessageStartingWith("a text was given for a jsonb value");
		}
	}

}
