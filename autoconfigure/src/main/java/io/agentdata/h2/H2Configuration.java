// SPDX-License-Identifier: Apache-2.0
package io.agentdata.h2;

import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import org.flywaydb.core.Flyway;
import org.hibernate.cfg.JdbcSettings;
import org.hibernate.dialect.H2Dialect;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.boot.hibernate.autoconfigure.HibernatePropertiesCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * What an application for PostgreSQL needs in order to start on H2. It is imported where
 * the context's database is one of ours.
 */
@Configuration(proxyBeanMethods = false)
public class H2Configuration {

	/**
	 * Migrations are rewritten, and what cannot be is told.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Flyway.class, FlywayConfigurationCustomizer.class })
	static class FlywayConfiguration {

		@Bean
		@Order(Ordered.LOWEST_PRECEDENCE)
		FlywayConfigurationCustomizer agentDataH2Migrations() {
			return (configuration) -> {
				VendorLocations.complete(configuration);
				configuration.resourceProvider(new RewrittenMigrations(configuration));
			};
		}

		@Bean
		@ConditionalOnMissingBean
		FlywayMigrationStrategy agentDataH2MigrationStrategy() {
			return new H2MigrationStrategy();
		}

	}

	/**
	 * Hibernate speaks H2's dialect, whatever the application has set.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ HibernatePropertiesCustomizer.class, H2Dialect.class })
	static class HibernateConfiguration {

		private static final List<String> DIALECT_PROPERTIES = List.of("spring.jpa.database",
				"spring.jpa.database-platform");

		@Bean
		@Order(Ordered.LOWEST_PRECEDENCE)
		HibernatePropertiesCustomizer agentDataH2Dialect(Environment environment) {
			return (properties) -> {
				if (properties.containsKey(JdbcSettings.DIALECT)
						|| DIALECT_PROPERTIES.stream().anyMatch(environment::containsProperty)) {
					properties.put(JdbcSettings.DIALECT, PostgresModeDialect.class.getName());
				}
			};
		}

	}

	/**
	 * The pool sends H2 no settings of PostgreSQL.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(HikariDataSource.class)
	static class HikariConfiguration {

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static H2PoolSettings agentDataH2PoolSettings() {
			return new H2PoolSettings();
		}

	}

}
