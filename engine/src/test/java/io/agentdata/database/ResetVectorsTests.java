// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import io.agentdata.database.DatabaseConfig.Pool;
import io.agentdata.database.embedded.EmbeddedOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what indexes of vectors return after resets.
 */
class ResetVectorsTests {

	/**
	 * The generator of the vectors has a seed, so that they are the same in each run.
	 */
	private static final String SCHEMA = """
			CREATE EXTENSION vector; SELECT setseed(0.5);
			CREATE FUNCTION vectors(most int) RETURNS SETOF vector LANGUAGE sql AS
				'SELECT (SELECT array_agg(random()) FROM generate_series(1, 16) WHERE n > 0)::vector FROM generate_series(1, most) AS n';
			CREATE TABLE empty_hnsw (id serial PRIMARY KEY, embedding vector(16));
			CREATE INDEX ON empty_hnsw USING hnsw (embedding vector_l2_ops);
			CREATE TABLE few_hnsw (id serial PRIMARY KEY, embedding vector(16));
			CREATE INDEX ON few_hnsw USING hnsw (embedding vector_l2_ops);
			CREATE TABLE many_hnsw (id serial PRIMARY KEY, embedding vector(16));
			CREATE INDEX ON many_hnsw USING hnsw (embedding vector_l2_ops);
			CREATE TABLE empty_ivfflat (id serial PRIMARY KEY, embedding vector(16));
			CREATE INDEX ON empty_ivfflat USING ivfflat (embedding vector_l2_ops) WITH (lists = 2);
			CREATE TABLE many_ivfflat (id serial PRIMARY KEY, embedding vector(16));
			INSERT INTO few_hnsw (embedding) SELECT vectors(20); INSERT INTO many_hnsw (embedding) SELECT vectors(400);
			INSERT INTO many_ivfflat (embedding) SELECT vectors(400);
			CREATE INDEX ON many_ivfflat USING ivfflat (embedding vector_l2_ops) WITH (lists = 10);
			""";

	private static final List<String> TABLES = List.of("empty_hnsw", "few_hnsw", "many_hnsw", "empty_ivfflat",
			"many_ivfflat");

	private static DatabaseFactory factory;

	private static ResetScenario scenario;

	@BeforeAll
	static void keepDatabase() throws SQLException {
		factory = DatabaseFactory.embedded(EmbeddedOptions.defaults(), "public", Pool.DEFAULTS);
		scenario = new ResetScenario(factory.database("vectors"), SCHEMA);
	}

	@AfterAll
	static void close() throws SQLException {
		scenario.close();
		factory.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "BEGIN; INSERT INTO %s (embedding) SELECT vectors(50); ROLLBACK",
			"INSERT INTO %s (embedding) SELECT vectors(50)", "BEGIN; UPDATE %s SET embedding = embedding; ROLLBACK",
			"UPDATE %s SET embedding = array_fill(0, ARRAY[16])::vector WHERE id < 10",
			"DELETE FROM %s WHERE id %% 2 = 0", "BEGIN; INSERT INTO %s (embedding) SELECT vectors(1); ROLLBACK",
			"BEGIN; DELETE FROM %s; INSERT INTO %s (embedding) SELECT vectors(5); ROLLBACK",
			"INSERT INTO %s (embedding) SELECT vectors(3); DELETE FROM %s WHERE id > 400", "TRUNCATE %s" })
	void neighboursAreThoseOfAClone(String change) throws SQLException {
		for (String table : TABLES) {
			scenario.execute(change.formatted(table, table));
			scenario.reset();
			scenario.assertIsLikeAClone(change);
			Database clone = factory.database("vectors").sibling(ResetScenario.KEPT);
			try (Connection fresh = clone.dataSource().getConnection()) {
				assertThat(neighbours(scenario.session(), table)).as("%s after %s", table, change)
					.isEqualTo(neighbours(fresh, table));
			}
		}
	}

	@Test
	void searchesFindAllRowsAfterManyTestsThatWereRolledBack() throws SQLException {
		for (int time = 0; time < 40; time++) {
			scenario.execute("BEGIN; SELECT setseed(%s); INSERT INTO empty_hnsw (embedding) SELECT vectors(30)"
				.formatted(time / 100.0));
			assertThat(Vectors.nearest(scenario.session(), "empty_hnsw", vector(0), 5)).as("test %s", time).hasSize(5);
			scenario.execute("ROLLBACK");
			scenario.reset();
		}
	}

	private static List<Integer> neighbours(Connection connection, String table) throws SQLException {
		List<Integer> all = new ArrayList<>();
		for (int query = 0; query < 5; query++) {
			all.addAll(Vectors.nearest(connection, table, vector(query), 10));
		}
		return all;
	}

	private static String vector(int number) {
		return "[%s]".formatted(String.join(",", java.util.Collections.nCopies(16, "0." + number)));
	}

}
