// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database;

import java.sql.SQLException;
import java.util.List;

import io.agentdata.database.DatabaseConfig.Pool;
import io.agentdata.database.embedded.EmbeddedOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for resets to states of which each differs from the one before by a few rows, as
 * the set-up of nested test classes does.
 */
class ResetSnapshotChainTests {

	private static final String SCHEMA = """
			CREATE EXTENSION vector; CREATE TABLE author (id serial PRIMARY KEY, name text, active boolean DEFAULT true);
			CREATE TABLE note (id serial PRIMARY KEY, author int REFERENCES author, title text UNIQUE, embedding vector(2));
			CREATE INDEX ON note USING hnsw (embedding vector_l2_ops); CREATE INDEX active ON author (name) WHERE active;
			INSERT INTO author (name) SELECT 'author ' || n FROM generate_series(1, 40) AS n;
			""";

	private final DatabaseFactory factory = DatabaseFactory.embedded(EmbeddedOptions.defaults(), "public",
			Pool.DEFAULTS);

	@AfterEach
	void close() {
		this.factory.close();
	}

	@Test
	void eachStateOfAChainIsPutBackFromEachOther() throws SQLException {
		Database database = this.factory.database("chain");
		try (ResetScenario scenario = new ResetScenario(database, SCHEMA)) {
			scenario
				.execute("INSERT INTO note (author, title) SELECT n, 'note ' || n FROM generate_series(1, 20) AS n");
			database.snapshot("class");
			scenario.execute("UPDATE author SET active = false WHERE id < 10; DELETE FROM note WHERE id = 3;"
					+ "INSERT INTO note (title, embedding) VALUES ('more', '[1,2]')");
			database.snapshot("nested");
			database.snapshot("nested, unchanged");
			scenario.execute("DELETE FROM note");
			database.snapshot("innermost");
			List<String> states = List.of(ResetScenario.KEPT, "class", "nested", "nested, unchanged", "innermost");
			for (String from : states) {
				for (String to : states) {
					database.changes();
					database.reset(from, true);
					scenario.execute("INSERT INTO note (author, title) VALUES (1, 'of a test')");
					database.changes();
					database.reset(to, true);
					scenario.assertIsLikeAClone(to, "from %s to %s".formatted(from, to));
				}
			}
		}
	}

	@Test
	void stateIsPutBackWhenTheOneThatItIsBasedOnIsForgotten() throws SQLException {
		Database database = this.factory.database("chain");
		try (ResetScenario scenario = new ResetScenario(database, SCHEMA)) {
			scenario.execute("INSERT INTO note (title) VALUES ('of the class')");
			database.snapshot("class");
			database.forget(ResetScenario.KEPT);
			scenario.execute("INSERT INTO note (title) VALUES ('of a test'); UPDATE author SET name = 'x'");
			database.changes();
			assertThat(database.reset("class", true)).isNull();
			scenario.assertIsLikeAClone("class", "the template was forgotten");
			database.restore("class");
			scenario.assertIsLikeAClone("class", "a clone took its place");
		}
	}

}
