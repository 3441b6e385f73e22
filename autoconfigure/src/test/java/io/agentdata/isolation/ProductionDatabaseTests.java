// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import io.agentdata.database.Database;
import io.agentdata.database.DatabaseConfig;
import io.agentdata.database.DatabaseFactory;
import io.agentdata.database.embedded.EmbeddedOptions;
import io.agentdata.test.AgentDataTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
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
			.contains("agent.data.engine=embedded");
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

}
