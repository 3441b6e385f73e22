// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database;

import java.sql.SQLException;

import io.agentdata.database.DatabaseConfig.Pool;
import io.agentdata.database.embedded.EmbeddedOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for resets of sequences.
 */
class ResetSequencesTests {

	private static final String SCHEMA = """
			CREATE SEQUENCE plain; CREATE SEQUENCE used; CREATE SEQUENCE round MINVALUE 1 MAXVALUE 3 CYCLE;
			CREATE SEQUENCE down INCREMENT -5 START 100 MAXVALUE 100 MINVALUE -1000; CREATE SEQUENCE small AS smallint START 32766;
			CREATE SEQUENCE cached CACHE 20; CREATE SEQUENCE restarted START 10; ALTER SEQUENCE restarted RESTART WITH 500;
			CREATE SCHEMA "Other"; CREATE SEQUENCE "Other"."It's ""quoted"" too";
			CREATE TABLE note (id serial, number bigint GENERATED ALWAYS AS IDENTITY (START 1000 INCREMENT 50), title text);
			INSERT INTO note (title) VALUES ('seed'); SELECT nextval('used'), nextval('used'), nextval('round');
			""";

	private static DatabaseFactory factory;

	private static ResetScenario scenario;

	@BeforeAll
	static void keepDatabase() throws SQLException {
		factory = DatabaseFactory.embedded(EmbeddedOptions.defaults(), "public", Pool.DEFAULTS);
		scenario = new ResetScenario(factory.database("sequences"), SCHEMA);
	}

	@AfterAll
	static void close() throws SQLException {
		scenario.close();
		factory.close();
	}

	@ParameterizedTest
	@ValueSource(strings = {
			"SELECT nextval('plain'), nextval('round'), nextval('round'), nextval('round'), nextval('down'), nextval('small')",
			"SELECT setval('plain', 7), setval('used', 1, false), setval('down', -300)",
			"SELECT nextval('cached'), nextval('restarted')",
			"SELECT nextval('\"Other\".\"It''s \"\"quoted\"\" too\"')", "INSERT INTO note (title) VALUES ('x'), ('y')",
			"BEGIN; INSERT INTO note (title) VALUES ('x'); SELECT nextval('used'); ROLLBACK",
			"ALTER SEQUENCE plain RESTART WITH 70", "ALTER SEQUENCE used RESTART", "TRUNCATE note RESTART IDENTITY",
			"BEGIN; TRUNCATE note RESTART IDENTITY; ROLLBACK",
			"DO $$ BEGIN FOR i IN 1..100 LOOP PERFORM nextval('plain'); END LOOP; END $$" })
	void sequencesArePutBackInPlace(String change) throws SQLException {
		for (int time = 0; time < 2; time++) {
			scenario.execute(change);
			assertThat(scenario.reset()).isNull();
			scenario.assertIsLikeAClone(change);
		}
	}

	@Test
	void sequencesThatAreLeftArePutBackLater() throws SQLException {
		Database database = factory.database("sequences");
		scenario.execute("SELECT nextval('plain'), setval('used', 50)");
		database.changes();
		assertThat(database.reset(ResetScenario.KEPT, false)).isNull();
		assertThat(Statements.query(database, "SELECT last_value FROM used")).isEqualTo("50");
		scenario.execute("SELECT nextval('plain')");
		database.resetSequences(ResetScenario.KEPT);
		scenario.assertIsLikeAClone("sequences that were left");
		scenario.execute("SELECT nextval('plain')");
		assertThat(scenario.reset()).isNull();
		scenario.assertIsLikeAClone("sequences that were used again");
	}

}
