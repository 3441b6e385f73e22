// SPDX-License-Identifier: Apache-2.0
package io.agentdata.autoconfigure;

import javax.sql.DataSource;

import io.agentdata.database.Database;
import io.agentdata.database.DatabaseConfig;
import io.agentdata.database.DatabaseFactory;
import io.agentdata.database.Engine;
import io.agentdata.database.embedded.EmbeddedOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OwnConnectionDetails}.
 */
class OwnConnectionDetailsTests {

	private static DatabaseFactory server;

	private static Database own;

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(AgentDataAutoConfiguration.class, DataSourceAutoConfiguration.class))
		.withPropertyValues("agent.data.engine=auto");

	@BeforeAll
	static void start() {
		server = DatabaseFactory.embedded(EmbeddedOptions.defaults(), "public", DatabaseConfig.Pool.DEFAULTS);
		own = server.database("own container");
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@Test
	void databasesAreMadeOnTheServerOfTheApplicationsOwnContainer() {
		JdbcTemplate there = new JdbcTemplate(own.dataSource());
		this.runner.withBean("container", JdbcConnectionDetails.class, () -> new TestConnectionDetails(own.config()))
			.run((context) -> {
				assertThat(context.getBean(DatabaseFactory.class).engine()).isEqualTo(Engine.EXTERNAL);
				JdbcTemplate jdbc = new JdbcTemplate(context.getBean(DataSource.class));
				jdbc.execute("CREATE TABLE note (id int)");
				String database = jdbc.queryForObject("SELECT current_database()", String.class);
				assertThat(database).matches("agent_data_[0-9a-f]{20}_.*");
				assertThat(there.queryForList("SELECT datname FROM pg_database", String.class)).contains(database);
			});
		assertThat(there.queryForList("SELECT tablename FROM pg_tables WHERE schemaname = 'public'", String.class))
			.isEmpty();
		assertThat(there.queryForList("SELECT datname FROM pg_database WHERE datname ~ 'agent_data_[0-9a-f]{20}_'",
				String.class))
			.isEmpty();
	}

	@Test
	void aContainerOfAnotherProductIsRefused() {
		DatabaseConfig mysql = new DatabaseConfig(Engine.PRODUCTION, "jdbc:mysql://localhost/x", "public", "u", "p",
				DatabaseConfig.Pool.DEFAULTS);
		this.runner.withBean("container", JdbcConnectionDetails.class, () -> new TestConnectionDetails(mysql))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(OtherDatabaseException.class)
				.hasMessageContaining("The bean 'container'"));
	}

}
