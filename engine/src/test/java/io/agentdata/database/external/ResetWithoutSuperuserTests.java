// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.external;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

import io.agentdata.database.Database;
import io.agentdata.database.DatabaseConfig.Pool;
import io.agentdata.database.DatabaseDump;
import io.agentdata.database.DatabaseFactory;
import io.agentdata.database.ResetScenario;
import io.agentdata.database.embedded.SharedServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for resets with a role that owns its tables, and is no superuser.
 */
class ResetWithoutSuperuserTests {

	private static final String SCHEMA = """
			CREATE TABLE author (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text UNIQUE);
			CREATE TABLE note (id serial PRIMARY KEY, author bigint NOT NULL REFERENCES author ON DELETE CASCADE, title text);
			CREATE TABLE tag (note int REFERENCES note, word text); CREATE TABLE lonely (id int, word text);
			INSERT INTO author (name) SELECT 'a' || n FROM generate_series(1, 40) AS n;
			INSERT INTO note (author, title) SELECT n, 'n' || n FROM generate_series(1, 40) AS n; INSERT INTO lonely VALUES (1, 'x');
			CREATE TABLE one (id int PRIMARY KEY, two int); CREATE TABLE two (id int PRIMARY KEY, one int NOT NULL REFERENCES one);
			INSERT INTO one VALUES (1); INSERT INTO two VALUES (1, 1); ALTER TABLE one ADD FOREIGN KEY (two) REFERENCES two;
			UPDATE one SET two = 1;
			CREATE TABLE memory (id serial PRIMARY KEY, embedding vector(3)); CREATE INDEX ON memory USING hnsw (embedding vector_l2_ops);
			CREATE FUNCTION log() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO log VALUES (1); RETURN NULL; END $$;
			CREATE TABLE log (id int); CREATE TABLE watched (id int); INSERT INTO watched VALUES (1);
			CREATE TRIGGER watch AFTER INSERT OR DELETE ON watched FOR EACH ROW EXECUTE FUNCTION log();
			CREATE TABLE secret (id int, owner text); ALTER TABLE secret ENABLE ROW LEVEL SECURITY; ALTER TABLE secret FORCE ROW LEVEL SECURITY;
			CREATE POLICY own ON secret USING (id > 1) WITH CHECK (true); INSERT INTO secret VALUES (1, 'hidden'), (2, 'seen');
			CREATE TABLE hidden (id int); ALTER TABLE hidden ENABLE ROW LEVEL SECURITY; ALTER TABLE hidden FORCE ROW LEVEL SECURITY;
			CREATE POLICY own ON hidden FOR INSERT WITH CHECK (true);
			CREATE TABLE job (id int, state text); CREATE INDEX ON job (id) WHERE state = 'open'; INSERT INTO job VALUES (1, 'open');
			""";

	private static SharedServer server;

	private static DatabaseFactory factory;

	private static Database database;

	private static ResetScenario scenario;

	private static DatabaseDump clone;

	@BeforeAll
	static void start() throws Exception {
		server = SharedServer.start("autovacuum = off");
		factory = DatabaseFactory.external(new ExternalOptions(server.url("postgres"), SharedServer.ROLE,
				SharedServer.PASSWORD, Duration.ofHours(1)), "public", Pool.DEFAULTS);
		database = factory.database("modest");
		scenario = new ResetScenario(database, SCHEMA);
		clone = dump(database.sibling(ResetScenario.KEPT));
	}

	@AfterAll
	static void stop() throws IOException, SQLException {
		scenario.close();
		factory.close();
		server.close();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~',
			textBlock = """
					INSERT INTO tag (word) VALUES ('x')                                     |
					INSERT INTO memory (embedding) SELECT ARRAY[n, 1, 1]::vector FROM generate_series(1, 50) AS n |
					BEGIN; INSERT INTO memory (embedding) VALUES ('[1,2,3]'); ROLLBACK      |
					INSERT INTO author (name) VALUES ('new'); INSERT INTO note (author) VALUES (41) |
					INSERT INTO author (name) VALUES ('new'); INSERT INTO note (author) VALUES (lastval()); INSERT INTO tag VALUES (40) |
					UPDATE author SET name = 'x' WHERE id = 7                               |
					UPDATE note SET title = 'x'; INSERT INTO tag VALUES (3)                 |
					DELETE FROM author WHERE id < 10                                        |
					UPDATE one SET two = NULL; DELETE FROM two                              | tables reference each other, and only a superuser can write them one by one
					TRUNCATE author, note, tag RESTART IDENTITY                             |
					UPDATE lonely SET word = 'y'                                            |
					SELECT nextval('note_id_seq')                                           |
					INSERT INTO watched VALUES (2)                                          | public.watched has a trigger or a rule, which only a superuser can keep from firing
					UPDATE secret SET id = 9                                                | public.secret has rows that the role may not see
					INSERT INTO secret VALUES (3, 'new')                                    | public.secret has rows that the role may not see
					INSERT INTO hidden VALUES (3)                                           |
					UPDATE job SET state = 'done'                                           | public.job has a partial index, the estimates of which only a superuser can put back
					INSERT INTO job VALUES (2)                                              |
					CREATE TABLE added (id int)                                             | the definition of public.added changed
					""")
	void changeIsPutBack(String change, String reason) throws SQLException {
		for (int time = 0; time < 2; time++) {
			scenario.execute(change);
			if (reason == null) {
				assertThat(scenario.reset()).as(change).isNull();
			}
			else {
				assertThat(scenario.reset()).as(change).contains(reason);
			}
			assertThat(dump(database).differences(clone)).as(change).isEmpty();
		}
	}

	private static DatabaseDump dump(Database dumped) throws SQLException {
		String url = dumped.config().url();
		try (Connection connection = server.connect(url.substring(url.lastIndexOf('/') + 1))) {
			return DatabaseDump.of(connection);
		}
	}

}
