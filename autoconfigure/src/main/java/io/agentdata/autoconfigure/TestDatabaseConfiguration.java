// SPDX-License-Identifier: Apache-2.0
package io.agentdata.autoconfigure;

import java.time.Duration;

import javax.sql.DataSource;

import io.agentdata.database.Database;
import io.agentdata.database.DatabaseFactory;
import io.agentdata.database.Engine;
import io.agentdata.h2.H2Configuration;
import io.agentdata.report.DatabaseReport;
import liquibase.integration.spring.SpringLiquibase;
import org.flywaydb.core.Flyway;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.boot.flyway.autoconfigure.FlywayConnectionDetails;
import org.springframework.boot.hibernate.autoconfigure.HibernatePropertiesCustomizer;
import org.springframework.boot.jdbc.SchemaManagementProvider;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseConnectionDetails;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;

/**
 * A database of the context's own on a test engine. Boot's DataSource, Flyway and
 * Liquibase are led to it, and to no other.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnEngine({ Engine.EMBEDDED, Engine.CONTAINER, Engine.EXTERNAL, Engine.PGLITE, Engine.H2 })
class TestDatabaseConfiguration {

	@Bean
	@ConditionalOnMissingBean
	DatabaseFactory databaseFactory(Environment environment, ListableBeanFactory beans) {
		DatabaseFactory own = OwnConnectionDetails.factory(beans, AgentDataProperties.from(environment));
		if (own != null) {
			return own;
		}
		EngineSelection.announce(environment);
		return TestDatabase.factory(environment);
	}

	@Bean
	Database agentDatabase(DatabaseFactory factory, ApplicationContext context) {
		long begin = System.nanoTime();
		Database database = factory.database(context.getId());
		DatabaseReport.ofThisJvm().addContext(factory, Duration.ofNanos(System.nanoTime() - begin));
		return database;
	}

	@Bean(ConnectionDetailsMark.MARKED)
	@Primary
	JdbcConnectionDetails agentDataConnectionDetails(Database agentDatabase) {
		return new TestConnectionDetails(agentDatabase.config());
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static OwnDataSourceCheck agentDataOwnDataSourceCheck() {
		return new OwnDataSourceCheck();
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static ReactiveDatabaseCheck agentDataReactiveDatabaseCheck() {
		return new ReactiveDatabaseCheck();
	}

	/**
	 * Flyway migrates the DataSource, whatever {@code spring.flyway.url} says.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Flyway.class, FlywayConnectionDetails.class })
	static class FlywayConfiguration {

		@Bean
		FlywayConnectionDetails agentDataFlywayConnectionDetails() {
			return new MigrationConnectionDetails.OfFlyway();
		}

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static MigrationTargetCheck<Flyway> agentDataFlywayCheck(ObjectProvider<Database> database) {
			return new MigrationTargetCheck<>(Flyway.class, (flyway) -> flyway.getConfiguration().getDataSource(),
					database);
		}

	}

	/**
	 * Migrations and Hibernate on H2.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnEngine(Engine.H2)
	@Import(H2Configuration.class)
	static class H2EngineConfiguration {

	}

	/**
	 * Flyway's lock is a transaction of a second connection by default, which PGlite
	 * cannot have beside the one that migrates.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnEngine(Engine.PGLITE)
	@ConditionalOnClass({ FlywayConfigurationCustomizer.class, PostgreSQLConfigurationExtension.class })
	static class PgliteFlywayConfiguration {

		@Bean
		FlywayConfigurationCustomizer agentDataPgliteMigrations() {
			return (configuration) -> {
				PostgreSQLConfigurationExtension postgres = configuration
					.getConfigurationExtension(PostgreSQLConfigurationExtension.class);
				if (postgres != null) {
					postgres.setTransactionalLock(false);
				}
			};
		}

	}

	/**
	 * Liquibase migrates the DataSource, whatever {@code spring.liquibase.url} says.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ SpringLiquibase.class, LiquibaseConnectionDetails.class })
	static class LiquibaseConfiguration {

		@Bean
		LiquibaseConnectionDetails agentDataLiquibaseConnectionDetails() {
			return new MigrationConnectionDetails.OfLiquibase();
		}

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static MigrationTargetCheck<SpringLiquibase> agentDataLiquibaseCheck(ObjectProvider<Database> database) {
			return new MigrationTargetCheck<>(SpringLiquibase.class, SpringLiquibase::getDataSource, database);
		}

	}

	/**
	 * Hibernate makes the schema where nothing else does.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(HibernatePropertiesCustomizer.class)
	static class HibernateConfiguration {

		@Bean
		HibernatePropertiesCustomizer agentDataSchemaFromEntities(Environment environment, DataSource dataSource,
				ObjectProvider<SchemaManagementProvider> providers) {
			return new SchemaFromEntities(environment, dataSource, providers);
		}

	}

}
