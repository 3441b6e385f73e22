// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

import io.agentdata.database.DatabaseConfig.Pool;
import io.agentdata.database.embedded.EmbeddedOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for resets of tables of every shape.
 */
class ResetShapesTests {

	private final DatabaseFactory factory = DatabaseFactory.embedded(EmbeddedOptions.defaults(), "public",
			Pool.DEFAULTS);

	@AfterEach
	void close() {
		this.factory.close();
	}

	@ParameterizedTest
	@MethodSource
	void shapeIsPutBack(Shape shape) throws SQLException {
		try (ResetScenario scenario = new ResetScenario(this.factory.database("shape"), shape.schema())) {
			for (String change : shape.changes()) {
				for (int time = 0; time < 2; time++) {
					scenario.execute(change);
					assertThat(scenario.reset()).as(change).isNull();
					scenario.assertIsLikeAClone(change);
				}
			}
		}
	}

	static Stream<Shape> shapeIsPutBack() {
		return Stream.of(
				new Shape("tables that reference each other",
						"""
								CREATE TABLE person (id int PRIMARY KEY, boss int REFERENCES person, team int);
								CREATE TABLE team (id int PRIMARY KEY, lead int NOT NULL REFERENCES person DEFERRABLE INITIALLY DEFERRED);
								ALTER TABLE person ADD FOREIGN KEY (team) REFERENCES team ON DELETE CASCADE;
								INSERT INTO person SELECT n, nullif(n / 2, 0) FROM generate_series(1, 30) AS n;
								INSERT INTO team VALUES (1, 1), (2, 2); UPDATE person SET team = 1 + id % 2;
								""",
						"INSERT INTO person VALUES (31, 1, 2); INSERT INTO team VALUES (3, 31)", "DELETE FROM team",
						"UPDATE person SET id = id + 1000, boss = NULL WHERE id = 16",
						"BEGIN; INSERT INTO team VALUES (4, 99); INSERT INTO person VALUES (99); COMMIT",
						"TRUNCATE team CASCADE"),
				new Shape("partitions",
						"""
								CREATE TABLE event (day date NOT NULL, kind text, n int) PARTITION BY RANGE (day);
								CREATE TABLE event_1 PARTITION OF event FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
								CREATE TABLE event_2 PARTITION OF event FOR VALUES FROM ('2026-02-01') TO ('2026-03-01') PARTITION BY LIST (kind);
								CREATE TABLE event_2_a PARTITION OF event_2 FOR VALUES IN ('a');
								CREATE TABLE event_2_other PARTITION OF event_2 DEFAULT;
								CREATE TABLE event_later PARTITION OF event DEFAULT;
								CREATE INDEX ON event (n);
								INSERT INTO event SELECT '2026-01-15'::date + n, CASE n % 2 WHEN 0 THEN 'a' ELSE 'b' END, n FROM generate_series(0, 40) AS n;
								""",
						"INSERT INTO event VALUES ('2026-01-02', 'a', 1), ('2026-02-02', 'c', 2), ('2027-02-02', 'd', 3)",
						"UPDATE event SET day = day + 30, kind = 'z' WHERE n % 3 = 0", "DELETE FROM event_2",
						"TRUNCATE event", "TRUNCATE event_2_a; INSERT INTO event_later VALUES ('2028-01-01')"),
				new Shape("lists of new entries in indexes", """
						CREATE TABLE page (id int PRIMARY KEY, words tsvector); CREATE INDEX ON page USING gin (words);
						INSERT INTO page SELECT n, to_tsvector('simple', 'word' || n) FROM generate_series(1, 300) AS n;
						""", "BEGIN; INSERT INTO page VALUES (301, 'later'); ROLLBACK",
						"BEGIN; UPDATE page SET id = id + 1000; ROLLBACK", "BEGIN; DELETE FROM page; ROLLBACK",
						"INSERT INTO page VALUES (301, 'later')"),
				new Shape("inheritance", """
						CREATE TABLE place (id int PRIMARY KEY, name text);
						CREATE TABLE city (people int) INHERITS (place);
						CREATE TABLE capital (country text) INHERITS (city);
						INSERT INTO place VALUES (1, 'Rhön'); INSERT INTO capital VALUES (2, 'Bern', 130000, 'CH');
						""", "INSERT INTO city VALUES (3, 'Köln', 1)", "UPDATE place SET name = upper(name)",
						"DELETE FROM place", "TRUNCATE ONLY place", "TRUNCATE place"),
				new Shape("identity and generated columns",
						"""
								CREATE TABLE person (id bigint GENERATED ALWAYS AS IDENTITY (START 100 INCREMENT 10), name text,
									loud text GENERATED ALWAYS AS (upper(name)) STORED, nick text DEFAULT 'n' || nextval('person_id_seq'));
								INSERT INTO person (name) SELECT 'p' || n FROM generate_series(1, 5) AS n;
								CREATE TABLE only_generated (one int GENERATED ALWAYS AS (1) STORED); INSERT INTO only_generated DEFAULT VALUES;
								CREATE TABLE without_columns (); INSERT INTO without_columns DEFAULT VALUES;
								INSERT INTO without_columns DEFAULT VALUES;
								""",
						"INSERT INTO person (name) VALUES ('new')", "UPDATE person SET name = 'x'",
						"DELETE FROM only_generated; DELETE FROM without_columns",
						"INSERT INTO person (id, name) OVERRIDING SYSTEM VALUE VALUES (1, 'first')"),
				new Shape("triggers and rules",
						"""
								CREATE TABLE note (id serial PRIMARY KEY, title text); CREATE TABLE log (what text);
								CREATE FUNCTION log() RETURNS trigger LANGUAGE plpgsql AS
									$$ BEGIN INSERT INTO public.log VALUES (TG_OP || TG_TABLE_NAME); RETURN coalesce(NEW, OLD); END $$;
								CREATE TRIGGER rows BEFORE INSERT OR UPDATE OR DELETE ON note FOR EACH ROW EXECUTE FUNCTION log();
								CREATE TRIGGER statements AFTER INSERT OR DELETE ON note EXECUTE FUNCTION log();
								CREATE TRIGGER emptied BEFORE TRUNCATE ON note EXECUTE FUNCTION log();
								CREATE CONSTRAINT TRIGGER later AFTER UPDATE ON note DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION log();
								INSERT INTO note (title) VALUES ('one'), ('two');
								CREATE TABLE guarded (id int); CREATE RULE kept AS ON DELETE TO guarded DO INSTEAD NOTHING;
								CREATE RULE logged AS ON DELETE TO note DO ALSO INSERT INTO log VALUES ('rule');
								""",
						"INSERT INTO note (title) VALUES ('new')", "UPDATE note SET title = 'x'", "DELETE FROM note",
						"TRUNCATE note", "INSERT INTO guarded VALUES (1)"),
				new Shape("row security", """
						CREATE ROLE reset_reader; CREATE TABLE secret (owner text, what text);
						ALTER TABLE secret ENABLE ROW LEVEL SECURITY; ALTER TABLE secret FORCE ROW LEVEL SECURITY;
						CREATE POLICY own ON secret USING (owner = current_user);
						INSERT INTO secret VALUES ('a', 'x'), ('b', 'y'); GRANT ALL ON secret TO reset_reader;
						""", "DELETE FROM secret WHERE owner = 'b'",
						"INSERT INTO secret VALUES ('reset_reader', 'z'); SET ROLE reset_reader; UPDATE secret SET what = 'hidden'; RESET ROLE"),
				new Shape("unlogged tables and indexes of every kind",
						"""
								CREATE EXTENSION btree_gist;
								CREATE UNLOGGED TABLE cache (key text PRIMARY KEY, hits int UNIQUE DEFERRABLE, during tstzrange, words text[], place point,
									EXCLUDE USING gist (key WITH =, during WITH &&));
								CREATE INDEX ON cache USING gin (words); CREATE INDEX ON cache USING gist (place);
								CREATE INDEX ON cache USING spgist (place); CREATE INDEX ON cache USING brin (hits); CREATE INDEX ON cache USING hash (key);
								CREATE INDEX ON cache (hits) WHERE hits > 10; CREATE INDEX ON cache (upper(key));
								INSERT INTO cache SELECT 'k' || n, n, tstzrange('2026-01-01', '2026-01-02'), ARRAY['w' || n % 7], point(n, n % 5)
								FROM generate_series(1, 100) AS n;
								""",
						"INSERT INTO cache (key) VALUES ('new')",
						"UPDATE cache SET hits = hits + 1, words = words || 'more'::text",
						"DELETE FROM cache WHERE hits % 2 = 0",
						"BEGIN; INSERT INTO cache (key) SELECT 'r' || n FROM generate_series(1, 50) AS n; ROLLBACK"),
				new Shape("partial indexes",
						"""
								CREATE TABLE job (id int PRIMARY KEY, state text); CREATE INDEX open ON job (id) WHERE state = 'open';
								INSERT INTO job SELECT n, CASE n % 10 WHEN 0 THEN 'open' ELSE 'done' END FROM generate_series(1, 500) AS n;
								CREATE TABLE later (id int PRIMARY KEY, state text); CREATE INDEX open_later ON later (id) WHERE state = 'open';
								""",
						"INSERT INTO job VALUES (501, 'open')", "UPDATE job SET state = 'open' WHERE id = 1",
						"INSERT INTO later VALUES (1, 'open')", "DELETE FROM job"),
				new Shape("columns of the past",
						"""
								CREATE TABLE person (id int, name text, gone text, gone_too int);
								INSERT INTO person SELECT n, 'person ' || n, repeat('x', 200), 1 FROM generate_series(1, 100) AS n;
								ALTER TABLE person DROP COLUMN gone; ALTER TABLE person ADD COLUMN active boolean NOT NULL DEFAULT true;
								ALTER TABLE person DROP COLUMN gone_too; ALTER TABLE person ADD COLUMN notes text DEFAULT repeat('n', 100);
								""",
						"INSERT INTO person VALUES (101, 'new')", "UPDATE person SET active = false WHERE id = 7",
						"DELETE FROM person WHERE id > 50"),
				new Shape("names that need quotes, in other schemas",
						"""
								CREATE SCHEMA "Über.App"; CREATE SCHEMA "select";
								CREATE TABLE "Über.App"."Naïve '' {d} ? %s" ("Größe" serial, "a'b" text, "select" int);
								CREATE TABLE "select"."TABLE" (id serial PRIMARY KEY, "end" text); CREATE TABLE "select"."table" (id int);
								INSERT INTO "Über.App"."Naïve '' {d} ? %s" ("a'b") VALUES ('ä'), ('x');
								INSERT INTO "select"."TABLE" ("end") VALUES ('x');
								""",
						"""
								UPDATE "Über.App"."Naïve '' {d} ? %s" SET "a'b" = '日本'""",
						"""
								INSERT INTO "select"."TABLE" ("end") VALUES ('y'); INSERT INTO "select"."table" VALUES (1)""",
						"""
								TRUNCATE "select"."TABLE" RESTART IDENTITY
								"""));
	}

	/**
	 * Tables, and changes of them that are made and undone twice each.
	 */
	record Shape(String name, String schema, List<String> changes) {

		Shape(String name, String schema, String... changes) {
			this(name, schema, List.of(changes));
		}

		@Override
		public String toString() {
			return this.name;
		}

	}

}
