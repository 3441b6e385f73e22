// SPDX-License-Identifier: Apache-2.0
package com.example.memory;

import java.sql.Connection;

import javax.sql.DataSource;

import io.agentdata.test.AutoConfigureAgentData;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.core.env.Environment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The whole application, on the database of {@code @AutoConfigureAgentData}.
 */
@SpringBootTest
@AutoConfigureAgentData
class MemoryApplicationTests {

	@Autowired
	private DataSource dataSource;

	@Test
	void databaseIsPostgresqlOnThisMachine() throws Exception {
		try (Connection connection = this.dataSource.getConnection()) {
			assertThat(connection.getMetaData().getDatabaseProductName()).isEqualTo("PostgreSQL");
			assertThat(connection.getMetaData().getURL()).doesNotContain("production.invalid");
		}
	}

	@Test
	void migrationsReachTheTestDatabaseOnly(@Autowired Flyway flyway, @Autowired Environment environment) {
		assertThat(environment.getProperty("spring.flyway.url")).isEqualTo("jdbc:postgresql://production.invalid/x");
		assertThat(flyway.getConfiguration().getDataSource()).isSameAs(this.dataSource);
		assertThat(flyway.info().applied()).hasSize(2);
	}

}
