// SPDX-License-Identifier: Apache-2.0
package io.agentdata.test;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.agentdata.database.Database;
import io.agentdata.database.DatabaseConfig.Pool;
import io.agentdata.database.DatabaseFactory;
import io.agentdata.database.embedded.EmbeddedOptions;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.MethodOrdererContext;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.instanceOf;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

/**
 * Tests for {@link AgentDatabaseExtension}.
 */
class AgentDatabaseExtensionTests {

	private static final AtomicInteger PREPARATIONS = new AtomicInteger();

	private static final Set<String> DATABASES = ConcurrentHashMap.newKeySet();

	private static volatile CountDownLatch together = new CountDownLatch(0);

	@BeforeEach
	void forget() {
		PREPARATIONS.set(0);
		DATABASES.clear();
		together = new CountDownLatch(0);
	}

	@ParameterizedTest
	@ValueSource(classes = { MethodOrderer.MethodName.class, Backwards.class })
	void casesThatInsertTheSameKeyPassInAnyOrder(Class<? extends MethodOrderer> order) {
		EngineExecutionResults results = EngineTestKit.engine("junit-jupiter")
			.configurationParameter("junit.jupiter.testmethod.order.default", order.getName())
			.selectors(selectClass(SameKeyCase.class))
			.execute();
		assertSameKeyCasePassed(results);
	}

	@Test
	void casesThatInsertTheSameKeyPassInParallel() {
		together = new CountDownLatch(2);
		EngineExecutionResults results = EngineTestKit.engine("junit-jupiter")
			.configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
			.configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
			.configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
			.configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "4")
			.selectors(selectClass(SameKeyCase.class))
			.execute();
		assertSameKeyCasePassed(results);
		assertThat(together.getCount()).isZero();
	}

	@Test
	void preparerMayMigrateByFlyway() {
		EngineTestKit.engine("junit-jupiter")
			.selectors(selectClass(MigratedCase.class))
			.execute()
			.testEvents()
			.assertStatistics((statistics) -> statistics.succeeded(1).failed(1));
		assertThat(DATABASES).hasSize(2).allSatisfy((database) -> assertThat(exists(database)).isFalse());
	}

	@Test
	void preparerThatFailsFailsTheClassOnce() {
		EngineTestKit.engine("junit-jupiter")
			.selectors(selectClass(FailingPreparerCase.class))
			.execute()
			.containerEvents()
			.assertThatEvents()
			.haveExactly(1, finishedWithFailure(instanceOf(IOException.class), message("of the preparer")));
	}

	@Test
	void instanceFieldIsRefusedWithTheRemedy() {
		EngineTestKit.engine("junit-jupiter")
			.selectors(selectClass(InstanceFieldCase.class))
			.execute()
			.testEvents()
			.assertThatEvents()
			.haveExactly(1, finishedWithFailure(message((text) -> text.contains(
					"Make the field of the AgentDatabaseExtension static: it prepares its database once a class."))));
	}

	@Test
	void extensionNeedsNoSpring() {
		noClasses().should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework..")
			.check(new ClassFileImporter().importClasses(AgentDatabaseExtension.class));
	}

	private static void assertSameKeyCasePassed(EngineExecutionResults results) {
		results.testEvents().assertStatistics((statistics) -> statistics.succeeded(5).failed(0));
		assertThat(PREPARATIONS).hasValue(1);
		assertThat(DATABASES).hasSize(6);
		assertThat(DATABASES).allSatisfy((database) -> assertThat(exists(database)).isFalse());
	}

	private static boolean exists(String database) throws SQLException {
		try (DatabaseFactory factory = DatabaseFactory.embedded(EmbeddedOptions.defaults(), "public", Pool.DEFAULTS)) {
			return !"0".equals(query(factory.database("observer").dataSource(),
					"SELECT count(*) FROM pg_database WHERE datname = '%s'".formatted(database)));
		}
	}

	private static String query(DataSource dataSource, String sql) throws SQLException {
		try (Connection connection = dataSource.getConnection();
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery(sql)) {
			rows.next();
			return rows.getString(1);
		}
	}

	static class SameKeyCase {

		@RegisterExtension
		static final AgentDatabaseExtension databases = AgentDatabaseExtension.preparedBy((database) -> {
			PREPARATIONS.incrementAndGet();
			DATABASES.add(query(database.dataSource(), "SELECT current_database()"));
			try (Connection connection = database.dataSource().getConnection();
					Statement statement = connection.createStatement()) {
				statement.execute("CREATE TABLE note (id serial PRIMARY KEY, title text UNIQUE)");
			}
		});

		@BeforeEach
		void remember(Database database) throws SQLException {
			DATABASES.add(query(database.dataSource(), "SELECT current_database()"));
		}

		@Test
		void first(DataSource dataSource) throws Exception {
			insertTheKey(dataSource);
		}

		@Test
		void second(Database database) throws Exception {
			insertTheKey(database.dataSource());
		}

		@RepeatedTest(2)
		void repeated(Database database, DataSource dataSource) throws Exception {
			insertTheKey(dataSource);
			assertThat(query(database.dataSource(), "SELECT count(*) FROM note")).isEqualTo("1");
			database.dataSource().getConnection().setAutoCommit(false);
		}

		static void insertTheKey(DataSource dataSource) throws Exception {
			assertThat(query(dataSource, "INSERT INTO note (title) VALUES ('same') RETURNING id")).isEqualTo("1");
			together.countDown();
			assertThat(together.await(30, TimeUnit.SECONDS)).isTrue();
		}

		@Nested
		class Inner {

			@Test
			void third(DataSource dataSource) throws Exception {
				insertTheKey(dataSource);
			}

		}

	}

	static class MigratedCase {

		@RegisterExtension
		static final AgentDatabaseExtension databases = AgentDatabaseExtension
			.preparedBy((database) -> Flyway.configure().dataSource(database.dataSource()).load().migrate());

		@Test
		void passing(DataSource dataSource) throws SQLException {
			DATABASES.add(query(dataSource, "SELECT current_database()"));
			assertThat(query(dataSource, "SELECT count(*) > 0 FROM flyway_schema_history WHERE success"))
				.isEqualTo("t");
		}

		@Test
		void failing(DataSource dataSource) throws SQLException {
			DATABASES.add(query(dataSource, "SELECT current_database()"));
			throw new SQLException("of the test");
		}

	}

	static class FailingPreparerCase {

		@RegisterExtension
		static final AgentDatabaseExtension databases = AgentDatabaseExtension.preparedBy((database) -> {
			throw new IOException("of the preparer");
		});

		@Test
		void never(Database database) {
		}

	}

	static class InstanceFieldCase {

		@RegisterExtension
		final AgentDatabaseExtension databases = AgentDatabaseExtension.empty();

		@Test
		void never(Database database) {
		}

	}

	static final class Backwards extends MethodOrderer.MethodName {

		@Override
		public void orderMethods(MethodOrdererContext context) {
			super.orderMethods(context);
			Collections.reverse(context.getMethodDescriptors());
		}

	}

}
