// SPDX-License-Identifier: Apache-2.0
package io.agentdata.autoconfigure;

import com.zaxxer.hikari.HikariDataSource;
import io.agentdata.database.Engine;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration of the {@link io.agentdata.database.DatabaseFactory}, and of what
 * leads Boot's own DataSource to its database. It does nothing where neither
 * {@code agent.data.engine} nor the profile {@code production} asks for it.
 */
@AutoConfiguration(before = DataSourceAutoConfiguration.class)
@ConditionalOnClass(JdbcConnectionDetails.class)
@ConditionalOnEngine({ Engine.EMBEDDED, Engine.CONTAINER, Engine.EXTERNAL, Engine.PGLITE, Engine.H2,
		Engine.PRODUCTION })
@Import({ TestDatabaseConfiguration.class, ProductionDatabaseConfiguration.class, ConnectionDetailsMark.class })
public final class AgentDataAutoConfiguration {

	/**
	 * The pool's limits, for HikariCP.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(HikariDataSource.class)
	static class PoolConfiguration {

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static HikariPoolLimits agentDataPoolLimits(Environment environment) {
			return new HikariPoolLimits(environment);
		}

	}

}
