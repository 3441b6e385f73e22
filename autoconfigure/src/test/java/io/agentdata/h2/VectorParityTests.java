// SPDX-License-Identifier: Apache-2.0
package io.agentdata.h2;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import io.agentdata.database.DatabaseConfig.Pool;
import io.agentdata.database.DatabaseFactory;
import io.agentdata.database.embedded.EmbeddedOptions;
import io.agentdata.database.h2.H2Database;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.exception.DataException;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.hibernate.query.SelectionQuery;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

/**
 * Runs the same HQL on a real pgvector and on H2, and compares what comes out.
 */
class VectorParityTests {

	private static final Map<String, Integer> DIMENSIONS = Map.of("small", 3, "medium", 384, "large", 1536);

	private static final int ROWS = 150;

	private static DatabaseFactory factory;

	private static H2Database database;

	private static SessionFactory pgvector;

	private static SessionFactory h2;

	@BeforeAll
	static void createSchemas() throws SQLException {
		factory = DatabaseFactory.embedded(EmbeddedOptions.defaults(), "public", Pool.DEFAULTS);
		DataSource postgres = factory.database("vector parity").dataSource();
		try (Connection connection = postgres.getConnection(); Statement statement = connection.createStatement()) {
			statement.execute("CREATE EXTENSION vector");
		}
		pgvector = sessionFactory(postgres);
		database = H2Database.create("vector parity", "public");
		h2 = sessionFactory(database.dataSource());
		List.of(pgvector, h2).forEach((sessions) -> sessions.inTransaction((session) -> {
			Random random = new Random(1);
			for (int id = 1; id <= ROWS; id++) {
				session.persist(landmark(id, random));
			}
			session.persist(new Landmark(ROWS + 1));
		}));
	}

	@AfterAll
	static void close() throws SQLException {
		pgvector.close();
		h2.close();
		factory.close();
		database.close();
	}

	@ParameterizedTest
	@CsvSource({ "small", "medium", "large" })
	void distancesHaveTheValuesAndTheOrderOfPgvector(String vector) {
		for (String function : List.of("cosine_distance", "euclidean_distance", "l2_distance", "l1_distance",
				"taxicab_distance", "inner_product", "negative_inner_product", "euclidean_squared_distance")) {
			String distance = "%s(l.%s, :query)".formatted(function, vector);
			float[] query = unit(new Random(2), DIMENSIONS.get(vector));
			assertSame("select l.id, %1$s from Landmark l order by %1$s, l.id".formatted(distance), query);
			assertSame("select l.id, %1$s from Landmark l where %1$s < 0.95 order by %1$s desc limit 10"
				.formatted(distance), query);
		}
	}

	@ParameterizedTest
	@CsvSource({ "small", "medium", "large" })
	void functionsOfOneVectorHaveTheValuesOfPgvector(String vector) {
		assertSame("select l.id, vector_norm(l.%1$s) from Landmark l order by l.id".formatted(vector), null);
		assertSame("select l.id, l2_norm(l.%1$s) from Landmark l order by l.id".formatted(vector), null);
		assertSame("select l.id, vector_dims(l.%1$s) from Landmark l order by l.id".formatted(vector), null);
		assertSame("select l.id, vector_norm(l2_normalize(l.%1$s)) from Landmark l order by l.id".formatted(vector),
				null);
		String normalized = "select l2_normalize(l.%s) from Landmark l where l.id = 7".formatted(vector);
		float[] expected = pgvector
			.fromSession((session) -> session.createQuery(normalized, float[].class).getSingleResult());
		float[] actual = h2.fromSession((session) -> session.createQuery(normalized, float[].class).getSingleResult());
		assertThat(actual).containsExactly(expected, within(1e-6F));
	}

	@Test
	void zeroVectorsAndNullsAreWhatTheyAreInPgvector() {
		float[] zero = new float[3];
		for (String function : List.of("cosine_distance", "euclidean_distance", "inner_product")) {
			String distance = function + "(l.small, :query)";
			assertSame("select l.id, %1$s from Landmark l order by %1$s, l.id".formatted(distance), zero);
			assertSame("select l.id, %1$s from Landmark l order by %1$s desc, l.id".formatted(distance), zero);
			assertSame("select l.id, %1$s from Landmark l order by l.id".formatted(distance), null);
		}
		for (String order : List.of("asc", "desc", "asc nulls first", "asc nulls last", "desc nulls first",
				"desc nulls last")) {
			assertSame("select l.id, vector_dims(l.small) from Landmark l order by vector_dims(l.small) %s, l.id"
				.formatted(order), null);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "cosine_distance", "euclidean_distance", "l1_distance", "inner_product",
			"negative_inner_product" })
	void distanceOfOtherDimensionsFailsInTheWordsOfPgvector(String function) {
		String hql = "select %s(l.small, :query) from Landmark l".formatted(function);
		assertSameFailure("different vector dimensions 3 and 2",
				(session) -> session.createQuery(hql, Double.class)
					.setParameter("query", new float[2])
					.getResultList());
	}

	@Test
	void insertOfOtherDimensionsFailsInTheWordsOfPgvector() {
		assertSameFailure("expected 3 dimensions, not 2", (session) -> {
			Landmark landmark = new Landmark(1000);
			landmark.small = new float[2];
			session.persist(landmark);
			session.flush();
			return null;
		});
		assertSameFailure("vector must have at least 1 dimension", (session) -> {
			session.find(Landmark.class, 1).small = new float[0];
			session.flush();
			return null;
		});
		assertSameFailure("NaN not allowed in vector", (session) -> {
			session.find(Landmark.class, 1).small = new float[] { 1, Float.NaN, 3 };
			session.flush();
			return null;
		});
	}

	@Test
	void vectorsAreReadAsTheyWereWritten() {
		for (SessionFactory sessions : List.of(pgvector, h2)) {
			sessions.inTransaction((session) -> {
				Random random = new Random(3);
				Landmark landmark = session.find(Landmark.class, 1);
				landmark.small = new float[] { 1.1F, -3e38F, Float.MIN_VALUE };
				landmark.medium = null;
				landmark.large = unit(random, 1536);
				session.flush();
				session.clear();
				Landmark read = session.find(Landmark.class, 1);
				assertThat(read.small).isEqualTo(landmark.small);
				assertThat(read.medium).isNull();
				assertThat(read.large).isEqualTo(landmark.large);
				assertThat(session.createQuery("select l.id from Landmark l where l.large = :large", Integer.class)
					.setParameter("large", landmark.large)
					.getResultList()).containsExactly(1);
				session.getTransaction().markRollbackOnly();
			});
		}
	}

	@Test
	void jsonIsStoredAsAnObject() {
		for (SessionFactory sessions : List.of(pgvector, h2)) {
			sessions.inSession((session) -> {
				assertThat(session.find(Landmark.class, 5).details)
					.isEqualTo(Map.of("id", 5, "tags", List.of("a", "b")));
				assertThat(session
					.createNativeQuery("select distinct jsonb_typeof(details) from landmark where id < 100",
							String.class)
					.getResultList()).containsExactly("object");
			});
		}
	}

	private static void assertSame(String hql, float[] query) {
		List<Object[]> expected = rows(pgvector, hql, query);
		List<Object[]> actual = rows(h2, hql, query);
		assertThat(actual).as(hql)
			.extracting((row) -> row[0])
			.isEqualTo(expected.stream().map((row) -> row[0]).toList());
		for (int i = 0; i < expected.size(); i++) {
			Number value = (Number) expected.get(i)[1];
			Number found = (Number) actual.get(i)[1];
			if (value == null || Double.isNaN(value.doubleValue())) {
				assertThat(found).as(hql).isEqualTo(value);
			}
			else {
				// unit vectors: only the taxicab distance is much greater than 1
				double most = 1e-6 * Math.max(1, Math.abs(value.doubleValue()));
				assertThat(found.doubleValue()).as(hql).isCloseTo(value.doubleValue(), within(most));
			}
		}
	}

	private static List<Object[]> rows(SessionFactory sessions, String hql, float[] query) {
		return sessions.fromSession((session) -> {
			SelectionQuery<Object[]> selection = session.createSelectionQuery(hql, Object[].class);
			if (hql.contains(":query")) {
				selection.setParameter("query", query);
			}
			return selection.getResultList();
		});
	}

	private static void assertSameFailure(String message, Function<Session, Object> work) {
		for (SessionFactory sessions : List.of(pgvector, h2)) {
			Throwable failure = catchThrowable(() -> sessions.inTransaction(work::apply));
			assertThat(failure).as(sessions.getProperties().get("hibernate.dialect") + message)
				.rootCause()
				.isInstanceOf(SQLException.class)
				.hasMessageContaining(message);
			assertThat(failure).isInstanceOf(DataException.class);
		}
	}

	private static Landmark landmark(int id, Random random) {
		Landmark landmark = new Landmark(id);
		landmark.small = (id == ROWS) ? new float[3] : unit(random, 3);
		landmark.medium = unit(random, 384);
		landmark.large = unit(random, 1536);
		landmark.details = Map.of("id", id, "tags", List.of("a", "b"));
		return landmark;
	}

	private static float[] unit(Random random, int dimensions) {
		double[] direction = IntStream.range(0, dimensions).mapToDouble((i) -> random.nextGaussian()).toArray();
		double norm = Math.sqrt(Arrays.stream(direction).map((element) -> element * element).sum());
		float[] unit = new float[dimensions];
		IntStream.range(0, dimensions).forEach((i) -> unit[i] = (float) (direction[i] / norm));
		return unit;
	}

	private static SessionFactory sessionFactory(DataSource dataSource) {
		return new HibernatePersistenceConfiguration("parity").managedClass(Landmark.class)
			.property(AvailableSettings.JAKARTA_NON_JTA_DATASOURCE, dataSource)
			.property(AvailableSettings.HBM2DDL_AUTO, "create-only")
			.property("hibernate.hbm2ddl.halt_on_error", true)
			.createEntityManagerFactory();
	}

}
