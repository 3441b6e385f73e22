// SPDX-License-Identifier: Apache-2.0
package io.agentdata.autoconfigure;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;

import javax.sql.DataSource;

import io.agentdata.database.DatabaseConfig;
import io.agentdata.database.DatabaseFactory;
import io.agentdata.database.Engine;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;

/**
 * The application's own database, through the DataSource that the application has anyway.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnEngine(Engine.PRODUCTION)
@EnableConfigurationProperties(DataSourceProperties.class)
class ProductionDatabaseConfiguration {

	@Bean
	@ConditionalOnMissingBean
	DatabaseFactory databaseFactory(Environment environment, ObjectProvider<JdbcConnectionDetails> connectionDetails,
			ObjectProvider<DataSource> dataSource) {
		EngineSelection.announce(environment);
		AgentDataProperties properties = AgentDataProperties.from(environment);
		return DatabaseFactory.production(() -> {
			JdbcConnectionDetails details = connectionDetails.getIfAvailable();
			return (details != null) ? config(properties, details) : config(properties, dataSource.getObject());
		}, dataSource::getObject);
	}

	@Bean(ConnectionDetailsMark.MARKED)
	@ConditionalOnMissingBean({ JdbcConnectionDetails.class, DataSource.class })
	@Conditional(UrlOrEngineCondition.class)
	JdbcConnectionDetails agentDataConnectionDetails(Environment environment, DataSourceProperties dataSource) {
		return new ProductionConnectionDetails(AgentDataProperties.from(environment), dataSource);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static ProductionUrlCheck agentDataProductionUrlCheck(Environment environment) {
		return new ProductionUrlCheck(environment);
	}

	private static DatabaseConfig config(AgentDataProperties properties, JdbcConnectionDetails details) {
		return new DatabaseConfig(Engine.PRODUCTION, details.getJdbcUrl(), properties.schema(), details.getUsername(),
				details.getPassword(), properties.databasePool());
	}

	private static DatabaseConfig config(AgentDataProperties properties, DataSource dataSource) {
		try (Connection connection = dataSource.getConnection()) {
			DatabaseMetaData metaData = connection.getMetaData();
			return new DatabaseConfig(Engine.PRODUCTION, metaData.getURL(), properties.schema(), metaData.getUserName(),
					null, properties.databasePool());
		}
		catch (SQLException ex) {
			throw new IllegalStateException(
					"The application's own DataSource bean was asked for its URL, and did not answer: %s"
						.formatted(ex.getMessage()),
					ex);
		}
	}

	/**
	 * Matches where the URL is ours to give, and in tests, whose slices must keep the
	 * database. Elsewhere Boot's own connection details stay.
	 */
	static class UrlOrEngineCondition extends AnyNestedCondition {

		UrlOrEngineCondition() {
			super(ConfigurationPhase.REGISTER_BEAN);
		}

		/**
		 * Our URL.
		 */
		@ConditionalOnProperty(AgentDataProperties.URL)
		static class Url {

		}

		/**
		 * An engine asked for by name or by annotation.
		 */
		@ConditionalOnProperty(AgentDataProperties.ENGINE)
		static class NamedEngine {

		}

	}

}
