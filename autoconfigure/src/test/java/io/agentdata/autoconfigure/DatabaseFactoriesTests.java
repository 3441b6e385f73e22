// SPDX-License-Identifier: Apache-2.0
package io.agentdata.autoconfigure;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

import io.agentdata.database.DatabaseConfig;
import io.agentdata.database.DatabaseFactory;
import io.agentdata.database.Engine;
import org.junit.jupiter.api.Test;

import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DatabaseFactories}.
 */
class DatabaseFactoriesTests {

	private final MockEnvironment environment = new MockEnvironment();

	@Test
	void createConfigOfATestEngineMakesADatabaseForEachCall() throws SQLException {
		this.environment.setProperty("agent.data.engine", "embedded");
		DatabaseConfig first = DatabaseFactories.createConfig(this.environment, "recall");
		DatabaseConfig second = DatabaseFactories.createConfig(this.environment, "recall");
		assertThat(first.type()).isEqualTo(Engine.EMBEDDED);
		assertThat(first.url()).isNotEqualTo(second.url());
		try (Connection connection = DriverManager.getConnection(first.url(), first.username(), first.password())) {
			assertThat(connection.isValid(1)).isTrue();
		}
	}

	@Test
	void createConfigWithoutAnyWishIsTheApplicationsOwnDatabase() {
		this.environment.setProperty("spring.datasource.url", "jdbc:postgresql://db.example.com/agent");
		this.environment.setProperty("spring.datasource.username", "agent");
		this.environment.setProperty("agent.data.schema", "memory");
		DatabaseConfig config = DatabaseFactories.createConfig(this.environment, "any");
		assertThat(config.type()).isEqualTo(Engine.PRODUCTION);
		assertThat(config.url()).isEqualTo("jdbc:postgresql://db.example.com/agent?currentSchema=memory,public");
		assertThat(config.username()).isEqualTo("agent");
		assertThat(config.password()).isNull();
	}

	@Test
	void createInProductionConnectsToOurUrlBeforeSprings() throws SQLException {
		this.environment.setActiveProfiles("production");
		this.environment.setProperty("spring.datasource.url", "jdbc:postgresql://db.example.com/other");
		MockEnvironment test = new MockEnvironment().withProperty("agent.data.engine", "embedded");
		DatabaseConfig real = DatabaseFactories.createConfig(test, "own");
		this.environment.setProperty("agent.data.url", real.url());
		this.environment.setProperty("agent.data.username", String.valueOf(real.username()));
		this.environment.setProperty("agent.data.password", String.valueOf(real.password()));
		try (DatabaseFactory factory = DatabaseFactories.create(this.environment);
				Connection connection = factory.database("any").dataSource().getConnection()) {
			assertThat(connection.getCatalog()).isEqualTo(real.url().substring(real.url().lastIndexOf('/') + 1));
		}
	}

	@Test
	void createWithoutAUrlTellsWhatToSet() {
		assertThatExceptionOfType(ProductionDatabaseException.class)
			.isThrownBy(() -> DatabaseFactories.create(this.environment))
			.withMessageStartingWith("The production database has no URL.");
	}

}
