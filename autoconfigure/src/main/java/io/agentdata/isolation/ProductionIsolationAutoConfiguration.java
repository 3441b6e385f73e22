// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import com.zaxxer.hikari.HikariDataSource;
import io.agentdata.autoconfigure.AgentDataAutoConfiguration;
import io.agentdata.database.Database;
import io.agentdata.database.DatabaseFactory;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Role;

/**
 * Auto-configuration of what keeps tests from writing to the production database. It is
 * only imported by our test annotations.
 */
@AutoConfiguration(after = AgentDataAutoConfiguration.class)
@ConditionalOnClass(HikariDataSource.class)
@ConditionalOnBean(DatabaseFactory.class)
@ConditionalOnMissingBean(Database.class)
public final class ProductionIsolationAutoConfiguration {

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static ProductionPool agentDataProductionPool() {
		return new ProductionPool();
	}

	@Bean
	ProductionIsolation agentDataProductionIsolation() {
		return new ProductionIsolation();
	}

}
