// SPDX-License-Identifier: Apache-2.0
package io.agentdata.autoconfigure;

import java.sql.Connection;
import java.sql.DatabaseMetaData;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.agentdata.database.Database;
import io.agentdata.database.DatabaseConfig.Pool;
import io.agentdata.database.DatabaseFactory;
import io.agentdata.database.Engine;
import io.agentdata.database.embedded.EmbeddedOptions;
import liquibase.integration.spring.SpringLiquibase;
import org.flywaydb.core.Flyway;
import org.hibernate.boot.model.naming.Identifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayDataSource;
import org.springframework.boot.hibernate.autoconfigure.HibernatePropertiesCustomizer;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AgentDataAutoConfiguration}.
 */
class AgentDataAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(AgentDataAutoConfiguration.class, DataSourceAutoConfiguration.class,
				JdbcTemplateAutoConfiguration.class, JdbcClientAutoConfiguration.class));

	private final ApplicationContextRunner embedded = this.runner.withPropertyValues("agent.data.engine=auto");

	private final ApplicationContextRunner production = this.runner
		.withPropertyValues("spring.profiles.active=production");

	@Test
	void anApplicationUnderNoProfileOfOursIsLeftAsItIs() {
		this.runner
			.withPropertyValues("spring.datasource.url=jdbc:postgresql://db.invalid/careers",
					"agent.data.pool.max-size=3")
			.run((context) -> {
				assertThat(context).doesNotHaveBean(DatabaseFactory.class);
				assertThat(context.getBeanNamesForType(JdbcConnectionDetails.class))
					.containsExactly("jdbcConnectionDetails");
				assertThat(context.getBean(HikariDataSource.class).getMaximumPoolSize()).isEqualTo(10);
			});
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void theChoiceIsLoggedWithItsReason(CapturedOutput output) {
		this.embedded.run((context) -> assertThat(output)
			.containsOnlyOnce("Engine EMBEDDED: no active profile names another engine"));
		this.production.withPropertyValues("agent.data.url=jdbc:postgresql://ours.invalid/careers")
			.run((context) -> assertThat(output)
				.containsOnlyOnce("Engine PRODUCTION: the profile 'production' is active"));
	}

	@Test
	void aTestGetsADatabaseOfItsOwnContext() {
		this.embedded.run((first) -> this.embedded.run((second) -> {
			first.getBean(JdbcClient.class).sql("CREATE TABLE mine (id int)").update();
			assertThat(
					second.getBean(JdbcClient.class).sql("SELECT to_regclass('mine')").query(String.class).optional())
				.isEmpty();
			assertThat(first.getBean(DatabaseFactory.class).engine()).isEqualTo(Engine.EMBEDDED);
		}));
	}

	@Test
	void theDatabaseOfAContextGoesWithIt() {
		try (DatabaseFactory factory = DatabaseFactory.embedded(EmbeddedOptions.defaults(), "public", Pool.DEFAULTS)) {
			JdbcClient client = JdbcClient.create(factory.database("observer").dataSource());
			String[] name = new String[1];
			this.embedded.run((context) -> {
				name[0] = context.getBean(DataSource.class).getConnection().getCatalog();
				assertThat(client.sql("SELECT count(*) FROM pg_database WHERE datname = ?")
					.param(name[0])
					.query(Integer.class)
					.single()).isOne();
			});
			assertThat(client.sql("SELECT count(*) FROM pg_database WHERE datname = ?")
				.param(name[0])
				.query(Integer.class)
				.single()).isZero();
		}
	}

	@Test
	void thePoolHasTheLimitsThatAreAskedFor() {
		this.embedded
			.withPropertyValues("agent.data.pool.max-size=3", "agent.data.pool.idle-timeout=20s",
					"agent.data.pool.connection-timeout=2s", "spring.datasource.hikari.maximum-pool-size=5")
			.run((context) -> {
				HikariDataSource dataSource = context.getBean(HikariDataSource.class);
				assertThat(dataSource.getMaximumPoolSize()).isEqualTo(3);
				assertThat(dataSource.getIdleTimeout()).isEqualTo(20_000);
				assertThat(dataSource.getConnectionTimeout()).isEqualTo(2_000);
				assertThat(context.getBean(Database.class).config().pool().maxSize()).isEqualTo(3);
			});
	}

	@Test
	void theSchemaIsTheFirstOfTheSearchPath() {
		this.embedded.withPropertyValues("agent.data.schema=agent_memory")
			.run((context) -> assertThat(
					context.getBean(JdbcClient.class).sql("SELECT current_schema()").query(String.class).single())
				.isEqualTo("agent_memory"));
	}

	@Test
	void flywayReachesTheDatabaseWhateverItsUrl() {
		this.embedded.withConfiguration(AutoConfigurations.of(FlywayAutoConfiguration.class))
			.withPropertyValues("spring.flyway.url=jdbc:postgresql://production.invalid/careers",
					"spring.flyway.user=production")
			.run((context) -> {
				DataSource migrated = context.getBean(Flyway.class).getConfiguration().getDataSource();
				assertThat(migrated).isSameAs(context.getBean(DataSource.class));
				assertThat(context.getBean(JdbcClient.class)
					.sql("SELECT count(*) FROM note")
					.query(Integer.class)
					.single()).isZero();
			});
	}

	@Test
	void liquibaseReachesTheDatabaseWhateverItsUrl() {
		this.embedded.withConfiguration(AutoConfigurations.of(LiquibaseAutoConfiguration.class))
			.withPropertyValues("spring.liquibase.url=jdbc:postgresql://production.invalid/careers")
			.run((context) -> {
				assertThat(context.getBean(SpringLiquibase.class).getDataSource())
					.isSameAs(context.getBean(DataSource.class));
				assertThat(context.getBean(JdbcClient.class)
					.sql("SELECT count(*) FROM changed")
					.query(Integer.class)
					.single()).isZero();
			});
	}

	@Test
	void aFlywayBeanThatLeadsElsewhereIsStoppedBeforeItRuns() {
		this.embedded.withUserConfiguration(OwnFlyway.class)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(ForeignMigrationException.class)
				.hasMessageStartingWith("A migration would reach another database than the test's.")
				.hasMessageContaining(
						"The Flyway bean 'ownFlyway' migrates jdbc:postgresql://production.invalid/careers")
				.hasMessageContaining(" - Remove the bean"));
	}

	@Test
	void aFlywayDataSourceIsRefused() {
		this.embedded.withUserConfiguration(OwnFlywayDataSource.class)
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(OwnDataSourceException.class)
				.hasMessageContaining("the bean 'flywayDataSource' of"));
	}

	@Test
	void aDataSourceBeanOfTheApplicationIsRefused() {
		this.embedded.withUserConfiguration(OwnDataSource.class)
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(OwnDataSourceException.class)
				.hasMessageStartingWith("The application has a DataSource bean of its own.")
				.hasMessageContaining("the bean 'careers' of %s.careers()".formatted(OwnDataSource.class.getName()))
				.hasMessageContaining(" - Use @AgentDataTest instead of @SpringBootTest")
				.hasMessageContaining(" - Declare a second DataSource"));
	}

	@Test
	void aSecondDataSourceBesideBootsIsAccepted() {
		this.embedded.withUserConfiguration(SecondDataSource.class)
			.run((context) -> assertThat(context).hasNotFailed().hasBean("dataSource").hasBean("reporting"));
	}

	@Test
	void anApplicationOnAnotherDatabaseIsRefused() {
		for (String property : new String[] { "spring.datasource.url=jdbc:mysql://localhost/careers",
				"spring.datasource.url=jdbc:h2:mem:careers",
				"spring.jpa.database-platform=org.hibernate.dialect.H2Dialect" }) {
			this.embedded.withPropertyValues(property)
				.run((context) -> assertThat(context).getFailure()
					.rootCause()
					.isInstanceOf(OtherDatabaseException.class)
					.hasMessageStartingWith("The application is configured for another database than PostgreSQL.")
					.hasMessageContaining("the application has " + property)
					.hasMessageContaining("@AgentDataTest(properties = \""));
		}
	}

	@Test
	void anApplicationOnPostgresIsAccepted() {
		this.embedded
			.withPropertyValues("spring.datasource.url=jdbc:postgresql://production.invalid/careers",
					"spring.jpa.database-platform=org.hibernate.dialect.PostgreSQLDialect")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void librariesThatAreAbsentAreNotMissed() {
		for (Class<?> absent : new Class<?>[] { Flyway.class, SpringLiquibase.class, HikariDataSource.class,
				HibernatePropertiesCustomizer.class, Identifier.class }) {
			this.embedded.withClassLoader(new FilteredClassLoader(absent))
				.run((context) -> assertThat(context).as(absent.getName()).hasSingleBean(DatabaseFactory.class));
		}
		this.embedded.withClassLoader(new FilteredClassLoader(JdbcConnectionDetails.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(DatabaseFactory.class));
	}

	@Test
	void productionKeepsBootsDataSource() {
		this.production
			.withPropertyValues("spring.datasource.url=jdbc:postgresql://db.invalid/careers",
					"spring.datasource.username=ada", "agent.data.pool.max-size=3")
			.run((context) -> {
				assertThat(context.getBeanNamesForType(JdbcConnectionDetails.class))
					.containsExactly("jdbcConnectionDetails");
				HikariDataSource dataSource = context.getBean(HikariDataSource.class);
				assertThat(dataSource.getJdbcUrl()).isEqualTo("jdbc:postgresql://db.invalid/careers");
				assertThat(dataSource.getMaximumPoolSize()).isEqualTo(3);
				assertThat(dataSource.getMinimumIdle()).isNotEqualTo(1);
				Database database = context.getBean(DatabaseFactory.class).database("any");
				assertThat(database.dataSource()).isSameAs(dataSource);
				assertThat(database.config().type()).isEqualTo(Engine.PRODUCTION);
				assertThat(database.config().url()).isEqualTo("jdbc:postgresql://db.invalid/careers");
				assertThat(database.config().username()).isEqualTo("ada");
				assertThat(context.getBean(DatabaseFactory.class).destroy("any")).isFalse();
			});
	}

	@Test
	void productionTakesOurUrlOverBoots() {
		this.production
			.withPropertyValues("agent.data.url=jdbc:postgresql://ours.invalid/careers", "agent.data.username=ada",
					"agent.data.password=secret", "agent.data.schema=agent_memory",
					"spring.datasource.url=jdbc:postgresql://boots.invalid/careers")
			.run((context) -> {
				HikariDataSource dataSource = context.getBean(HikariDataSource.class);
				assertThat(dataSource.getJdbcUrl())
					.isEqualTo("jdbc:postgresql://ours.invalid/careers?currentSchema=agent_memory,public");
				assertThat(dataSource.getUsername()).isEqualTo("ada");
				assertThat(dataSource.getPassword()).isEqualTo("secret");
			});
	}

	@Test
	void productionReachesARunningServer() {
		try (DatabaseFactory factory = DatabaseFactory.embedded(EmbeddedOptions.defaults(), "public", Pool.DEFAULTS)) {
			Database own = factory.database("own");
			this.production
				.withPropertyValues("spring.datasource.url=" + own.config().url(),
						"spring.datasource.username=" + own.config().username(),
						"spring.datasource.password=" + own.config().password())
				.run((context) -> {
					DatabaseFactory database = context.getBean(DatabaseFactory.class);
					assertThat(database.server().product()).startsWith("PostgreSQL 17.");
					try (Connection connection = database.database("any").dataSource().getConnection()) {
						DatabaseMetaData metaData = connection.getMetaData();
						assertThat(metaData.getURL()).isEqualTo(own.config().url());
					}
				});
			this.production.withUserConfiguration(OwnDataSource.class)
				.withPropertyValues("own.url=" + own.config().url(), "own.username=" + own.config().username(),
						"own.password=" + own.config().password())
				.run((context) -> assertThat(context.getBean(DatabaseFactory.class).database("any").config().url())
					.isEqualTo(own.config().url()));
		}
	}

	@Test
	void productionWithoutAUrlIsRefused() {
		this.production.run((context) -> assertThat(context).getFailure()
			.isInstanceOf(ProductionDatabaseException.class)
			.hasMessageStartingWith("The production database has no URL.")
			.hasMessageContaining("The engine is PRODUCTION (the profile 'production' is active)")
			.hasMessageContaining(" - Set agent.data.url"));
	}

	@Test
	void anEngineOfAnUnknownNameIsRefused() {
		this.runner.withPropertyValues("agent.data.engine=mongodb")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("No engine has this name. The engines are: auto, embedded, container,"));
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnDataSource {

		@Bean
		DataSource careers(Environment environment) {
			return new DriverManagerDataSource(environment.getProperty("own.url", "jdbc:postgresql://own.invalid/x"),
					environment.getProperty("own.username", ""), environment.getProperty("own.password", ""));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SecondDataSource {

		@Bean(defaultCandidate = false)
		DataSource reporting() {
			return new DriverManagerDataSource("jdbc:postgresql://reporting.invalid/x");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnFlywayDataSource {

		@Bean(defaultCandidate = false)
		@FlywayDataSource
		DataSource flywayDataSource() {
			return new DriverManagerDataSource("jdbc:postgresql://production.invalid/careers");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnFlyway {

		@Bean(initMethod = "migrate")
		Flyway ownFlyway() {
			return Flyway.configure()
				.dataSource(new DriverManagerDataSource("jdbc:postgresql://production.invalid/careers"))
				.load();
		}

	}

}
