// SPDX-License-Identifier: Apache-2.0
package com.example.production;

import java.util.List;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.agentdata.database.DatabaseFactory;
import io.agentdata.database.Engine;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The pool connects on first use only, so that no database is needed here.
 */
class ProductionApplicationTests {

	@Test
	void withoutProfileNothingIsAdded() {
		try (ConfigurableApplicationContext context = SpringApplication.run(ProductionApplication.class)) {
			assertThat(context.getBeanNamesForType(DatabaseFactory.class)).isEmpty();
			assertThat(context.getBean(HikariDataSource.class).getMaximumPoolSize()).isNotEqualTo(7);
		}
	}

	@Test
	void withProductionTheFactoryHandsOutTheApplicationsOwnDataSource() {
		try (ConfigurableApplicationContext context = SpringApplication.run(ProductionApplication.class,
				"--spring.profiles.active=production")) {
			DatabaseFactory factory = context.getBean(DatabaseFactory.class);
			DataSource dataSource = context.getBean(DataSource.class);
			assertThat(factory.engine()).isEqualTo(Engine.PRODUCTION);
			assertThat(List.of(factory.database("a").dataSource(), factory.database("b").dataSource()))
				.allSatisfy((own) -> assertThat(own).isSameAs(dataSource));
		}
	}

	@Test
	void withProductionThePoolHasItsLimits() {
		try (ConfigurableApplicationContext context = SpringApplication.run(ProductionApplication.class,
				"--spring.profiles.active=production")) {
			HikariDataSource pool = context.getBean(HikariDataSource.class);
			assertThat(pool.getJdbcUrl()).isEqualTo("jdbc:postgresql://production.invalid/agent");
			assertThat(pool.getMaximumPoolSize()).isEqualTo(7);
			assertThat(pool.getIdleTimeout()).isEqualTo(45_000);
			assertThat(pool.getConnectionTimeout()).isEqualTo(3_000);
		}
	}

}
