// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.h2;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.agentdata.database.DatabaseConfig.Pool;
import io.agentdata.database.DatabaseFactory;
import io.agentdata.database.embedded.EmbeddedOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

/**
 * Compares the {@link VectorFunctions} with those of a real pgvector.
 */
class VectorFunctionsTests {

	private static final List<String> OF_TWO = List.of("l2_distance", "vector_l2_squared_distance", "l1_distance",
			"inner_product", "vector_negative_inner_product", "cosine_distance");

	private static final List<String> OF_ONE = List.of("vector_dims", "vector_norm");

	private static DatabaseFactory factory;

	private static H2Database database;

	private static Connection pgvector;

	private static Connection h2;

	@BeforeAll
	static void connect() throws SQLException {
		factory = DatabaseFactory.embedded(EmbeddedOptions.defaults(), "public", Pool.DEFAULTS);
		pgvector = factory.database("vector functions").dataSource().getConnection();
		execute(pgvector, "CREATE EXTENSION vector");
		database = H2Database.create("vector functions", "public");
		h2 = database.dataSource().getConnection();
	}

	@AfterAll
	static void close() throws SQLException {
		pgvector.close();
		factory.close();
		h2.close();
		database.close();
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 3, 384, 1536 })
	void functionsReturnTheValuesOfPgvector(int dimensions) throws SQLException {
		Random random = new Random(dimensions);
		for (int time = 0; time < 50; time++) {
			assertSameValues(vector(random, dimensions), vector(random, dimensions));
		}
	}

	@ParameterizedTest
	@MethodSource
	void functionsOfSpecialVectorsReturnTheValuesOfPgvector(float[] left, float[] right) throws SQLException {
		assertSameValues(left, right);
	}

	static Stream<Arguments> functionsOfSpecialVectorsReturnTheValuesOfPgvector() {
		float[] one = { 1, 2, 3 };
		return Stream.of(Arguments.of(new float[3], one), Arguments.of(one, new float[3]),
				Arguments.of(new float[3], new float[3]), Arguments.of(one, one),
				Arguments.of(one, new float[] { -1, -2, -3 }), Arguments.of(one, new float[] { 2, 4, 6 }),
				Arguments.of(new float[] { 1e-30F, 0 }, new float[] { 1e-30F, 1e-30F }),
				Arguments.of(new float[] { 3e38F, 0 }, new float[] { 3e38F, 1 }),
				Arguments.of(new float[] { 3e38F, 0 }, new float[] { -3e38F, 1 }),
				Arguments.of(new float[] { -0F, 0 }, new float[] { 1, -0F }));
	}

	@ParameterizedTest
	@MethodSource
	void refusalsAreThoseOfPgvector(String sql) {
		SQLException expected = catchThrowableOfType(SQLException.class, () -> query(pgvector, sql));
		SQLException refusal = catchThrowableOfType(SQLException.class, () -> query(h2, sql.replace("::vector", "")));
		assertThat((Throwable) expected).isNotNull();
		assertThat((Throwable) refusal)
			.hasMessageStartingWith(expected.getMessage().replaceFirst("ERROR: ", "").lines().findFirst().get());
		assertThat(refusal.getSQLState()).isEqualTo(expected.getSQLState());
	}

	static Stream<String> refusalsAreThoseOfPgvector() {
		return Stream.concat(
				OF_TWO.stream()
					.flatMap((name) -> Stream.of("SELECT %s('[1,2,3]'::vector, '[1,2]'::vector)".formatted(name),
							"SELECT %s('[1]'::vector, '[1,2]'::vector)".formatted(name))),
				Stream.of("SELECT vector_norm('[]'::vector)", "SELECT vector_norm('[1,NaN]'::vector)",
						"SELECT vector_norm('[Infinity]'::vector)", "SELECT vector_norm('[1,a]'::vector)",
						"SELECT vector_norm('1,2'::vector)",
						"SELECT vector_norm('[0%s]'::vector)".formatted(",0".repeat(16000))));
	}

	@Test
	void functionsOfNullReturnNull() throws SQLException {
		for (String name : OF_TWO) {
			for (String arguments : List.of("NULL, '[1]'", "'[1]', NULL", "NULL, NULL")) {
				assertThat(query(h2, "SELECT %s(%s)".formatted(name, arguments))).as(name).isNull();
			}
		}
		for (String name : OF_ONE) {
			assertThat(query(h2, "SELECT %s(NULL)".formatted(name))).as(name).isNull();
		}
		assertThat(query(h2, "SELECT l2_normalize(NULL)")).isNull();
	}

	@Test
	void orderPutsNanBehindNumbersAndNullLastAsPostgresDoes() throws SQLException {
		String sql = "SELECT string_agg(id, ',' ORDER BY cosine_distance(e, '[1,0]')) FROM (VALUES ('null', NULL), "
				+ "('zero', %1$s'[0,0]'), ('far', %1$s'[-1,0]'), ('near', %1$s'[1,0]')) AS v (id, e)";
		assertThat(query(pgvector, sql.formatted("vector "))).isEqualTo("near,far,zero,null");
		assertThat(query(h2, sql.formatted(""))).isEqualTo("near,far,zero,null");
	}

	private static void assertSameValues(float[] left, float[] right) throws SQLException {
		double scale = Math.max(1,
				call(pgvector, "vector_norm", left).doubleValue() * call(pgvector, "vector_norm", right).doubleValue());
		for (String name : OF_TWO) {
			assertSame(name, call(pgvector, name, left, right), call(h2, name, left, right), scale);
		}
		for (String name : OF_ONE) {
			assertSame(name, call(pgvector, name, left), call(h2, name, left), 1);
		}
		Object[] expected = elements(pgvector, left);
		Object[] normalized = elements(h2, left);
		assertThat(normalized).hasSameSizeAs(expected);
		IntStream.range(0, expected.length)
			.forEach((i) -> assertSame("l2_normalize", (Number) expected[i], (Number) normalized[i], 1));
	}

	/**
	 * pgvector itself is off the exact value by some parts in ten million of what it adds
	 * up.
	 */
	private static void assertSame(String name, Number expected, Number actual, double scale) {
		Double value = expected.doubleValue();
		if (value.isNaN() || value.isInfinite()) {
			assertThat(actual).as(name).isEqualTo(value);
		}
		else {
			double most = name.startsWith("cosine") ? 1 : Math.max(scale, Math.abs(value));
			assertThat(actual.doubleValue()).as(name).isCloseTo(value, within(1e-6 * most));
		}
	}

	private static Number call(Connection connection, String name, float[]... vectors) throws SQLException {
		return (Number) first(connection, "SELECT %s(%s)".formatted(name, (vectors.length == 2) ? "?, ?" : "?"),
				vectors);
	}

	private static Object[] elements(Connection connection, float[] vector) throws SQLException {
		String cast = (connection == pgvector) ? "::real[]" : "";
		return (Object[]) ((Array) first(connection, "SELECT l2_normalize(?)" + cast, vector)).getArray();
	}

	private static Object first(Connection connection, String sql, float[]... vectors) throws SQLException {
		String cast = (connection == pgvector) ? "?::real[]::vector" : "?";
		try (PreparedStatement statement = connection.prepareStatement(sql.replace("?", cast))) {
			for (int i = 0; i < vectors.length; i++) {
				Object[] elements = IntStream.range(0, vectors[i].length).mapToObj(elementOf(vectors[i])).toArray();
				statement.setArray(i + 1, connection.createArrayOf("real", elements));
			}
			try (ResultSet rows = statement.executeQuery()) {
				rows.next();
				return rows.getObject(1);
			}
		}
	}

	private static IntFunction<Object> elementOf(float[] vector) {
		return (i) -> vector[i];
	}

	private static float[] vector(Random random, int dimensions) {
		float[] vector = new float[dimensions];
		double norm = 0;
		for (int i = 0; i < dimensions; i++) {
			vector[i] = (float) random.nextGaussian();
			norm += vector[i] * vector[i];
		}
		if (random.nextBoolean()) {
			for (int i = 0; i < dimensions; i++) {
				vector[i] /= (float) Math.sqrt(norm);
			}
		}
		return Arrays.copyOf(vector, dimensions);
	}

	private static String query(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
			rows.next();
			return rows.getString(1);
		}
	}

	private static void execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

}
