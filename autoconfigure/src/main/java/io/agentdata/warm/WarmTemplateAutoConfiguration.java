// SPDX-License-Identifier: Apache-2.0
package io.agentdata.warm;

import io.agentdata.autoconfigure.AgentDataAutoConfiguration;
import io.agentdata.database.Database;
import liquibase.integration.spring.SpringLiquibase;
import org.flywaydb.core.Flyway;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;

/**
 * Auto-configuration of the warm template, where it is wanted. It is only imported by our
 * test annotations.
 */
@AutoConfiguration(after = AgentDataAutoConfiguration.class)
@ConditionalOnBean(Database.class)
@Conditional(OnWarmTemplateCondition.class)
public final class WarmTemplateAutoConfiguration {

	/**
	 * Flyway's migrations.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Flyway.class, FlywayMigrationStrategy.class })
	static class FlywayConfiguration {

		@Bean
		@ConditionalOnMissingBean
		FlywayMigrationStrategy agentDataMigrationStrategy(ObjectProvider<Database> database) {
			return new DefaultStrategy(database);
		}

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static WarmFlyway agentDataWarmFlyway(ObjectProvider<Database> database) {
			return new WarmFlyway(database);
		}

	}

	/**
	 * Liquibase's change logs.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(SpringLiquibase.class)
	static class LiquibaseConfiguration {

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static WarmLiquibase agentDataWarmLiquibase(ObjectProvider<Database> database) {
			return new WarmLiquibase(database);
		}

	}

}
