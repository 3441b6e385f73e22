// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import javax.sql.DataSource;

import io.agentdata.database.Database;
import io.agentdata.database.DatabaseConfig;
import io.agentdata.database.DatabaseFactory;
import io.agentdata.database.embedded.EmbeddedOptions;
import io.agentdata.test.AgentDataTest;
import io.agentdata.test.Isolated;
import io.agentdata.test.Isolation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.postgresql.PGConnection;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.Commit;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.transaction.TestTransaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

/**
 * Tests on the application's own database, which they leave as it is.
 */
class ProductionDatabaseTests {

	private static DatabaseFactory server;

	private static Database production;

	@BeforeAll
	static void createProduction() throws SQLException {
		server = DatabaseFactory.embedded(EmbeddedOptions.defaults(), "public", DatabaseConfig.Pool.DEFAULTS);
		production = server.database("production");
		execute("CREATE TABLE numbered_note (id bigint PRIMARY KEY)");
		execute("INSERT INTO numbered_note VALUES (1)");
	}

	@AfterAll
	static void dropProduction() {
		server.close();
	}

	@Test
	void aTestIsRefusedBeforeAnythingIsConnectedTo() {
		assertThat(failures(NotAllowedCase.class)).singleElement()
			.asString()
			.contains("A test would run on the production database.")
			.contains("The engine is PRODUCTION, since the profile 'production' is active.")
			.contains("agent.data.allow-production-tests=true");
	}

	@Test
	void anAllowedTestIsRolledBackAndCommitsNothing() throws SQLException {
		assertThat(failures(AllowedCase.class)).isEmpty();
		assertThat(ask("SELECT string_agg(id::text, ',') FROM numbered_note")).isEqualTo("1");
		assertThat(ask("SELECT string_agg(tablename, ',') FROM pg_tables WHERE schemaname = 'public'"))
			.isEqualTo("numbered_note");
	}

	@Test
	void aCommitOfTheTestItselfIsRefused() throws SQLException {
		assertThat(failures(CommitCase.class)).singleElement().asString().contains("ProductionWriteException");
		assertThat(ask("SELECT string_agg(id::text, ',') FROM numbered_note")).isEqualTo("1");
	}

	@Test
	void anotherIsolationIsRefused() {
		assertThat(failures(CloneCase.class)).singleElement()
			.asString()
			.contains(
					"The isolation CLONE_METHOD takes the capability CLONE, which the engine PRODUCTION does not have.");
	}

	private static List<String> failures(Class<?> testCase) {
		EngineExecutionResults results = EngineTestKit.engine("junit-jupiter")
			.selectors(selectClass(testCase))
			.execute();
		assertThat(results.testEvents().started().count()).isPositive();
		return results.testEvents()
			.failed()
			.stream()
			.map((event) -> messages(event.getRequiredPayload(TestExecutionResult.class).getThrowable().orElseThrow()))
			.toList();
	}

	private static String messages(Throwable failure) {
		return failure + ((failure.getCause() != null) ? "\n" + messages(failure.getCause()) : "");
	}

	private static void execute(String sql) throws SQLException {
		try (Connection connection = production.dataSource().getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	private static String ask(String sql) throws SQLException {
		try (Connection connection = production.dataSource().getConnection();
				Statement statement = connection.createStatement();
				var rows = statement.executeQuery(sql)) {
			rows.next();
			return rows.getString(1);
		}
	}

	@ActiveProfiles("production")
	abstract static class Case {

		@Autowired
		JdbcClient jdbc;

		@DynamicPropertySource
		static void production(DynamicPropertyRegistry registry) {
			DatabaseConfig config = production.config();
			registry.add("spring.datasource.url", config::url);
			registry.add("spring.datasource.username", config::username);
			registry.add("spring.datasource.password", config::password);
		}

	}

	@AgentDataTest
	static class NotAllowedCase extends Case {

		@Test
		void neverRuns() {
		}

	}

	@AgentDataTest(properties = "agent.data.allow-production-tests=true")
	static class AllowedCase extends Case {

		@Autowired
		private DataSource dataSource;

		@RepeatedTest(2)
		void changesInItsTransactionAreRolledBack() {
			this.jdbc.sql("INSERT INTO numbered_note VALUES (2)").update();
			assertThat(this.jdbc.sql("SELECT count(*) FROM numbered_note").query(Integer.class).single()).isEqualTo(2);
		}

		@Test
		void readsOutsideOfItsTransaction() {
			TestTransaction.end();
			assertThat(this.jdbc.sql("SELECT count(*) FROM numbered_note").query(Integer.class).single()).isOne();
		}

		@Test
		void aStatementThatCommitsIsRefused() {
			TestTransaction.end();
			assertRefused("INSERT INTO numbered_note VALUES (3)");
			assertRefused("CREATE TABLE created (id int)");
			assertRefused("TRUNCATE numbered_note");
			assertRefused("DO $$ BEGIN INSERT INTO numbered_note VALUES (3); END $$");
		}

		@Test
		void aTransactionByHandIsRefused() throws SQLException {
			try (Connection connection = this.dataSource.getConnection();
					Statement statement = connection.createStatement()) {
				connection.setAutoCommit(false);
				statement.execute("DELETE FROM numbered_note");
				assertThatExceptionOfType(SQLException.class).isThrownBy(connection::commit)
					.withMessageContaining("public.numbered_note: 1 row deleted");
			}
		}

		@Test
		void aCopyIsRefused() throws SQLException {
			try (Connection connection = this.dataSource.getConnection()) {
				PGConnection server = connection.unwrap(PGConnection.class);
				assertThatExceptionOfType(SQLException.class)
					.isThrownBy(
							() -> server.getCopyAPI().copyIn("COPY numbered_note FROM STDIN", new StringReader("3\n")))
					.withMessageContaining("public.numbered_note: 1 row inserted");
			}
		}

		private void assertRefused(String sql) {
			assertThatExceptionOfType(Exception.class).isThrownBy(() -> this.jdbc.sql(sql).update())
				.withRootCauseInstanceOf(ProductionWriteException.class)
				.withMessageContaining(
						"was about to commit a change to the production database, which was rolled back");
		}

	}

	@AgentDataTest(properties = "agent.data.allow-production-tests=true")
	static class CommitCase extends Case {

		@Test
		@Commit
		void commits() {
			this.jdbc.sql("INSERT INTO numbered_note VALUES (4)").update();
		}

	}

	@AgentDataTest(properties = "agent.data.allow-production-tests=true")
	static class CloneCase extends Case {

		@Test
		@Isolated(Isolation.CLONE_METHOD)
		void neverRuns() {
		}

	}

}
