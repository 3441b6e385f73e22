// SPDX-License-Identifier: Apache-2.0
package io.agentdata.h2;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import com.zaxxer.hikari.HikariDataSource;
import io.agentdata.database.h2.H2Database;
import io.agentdata.database.h2.H2MigrationException;
import jakarta.persistence.EntityManagerFactory;
import org.flywaydb.core.Flyway;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.orm.jpa.persistenceunit.PersistenceManagedTypes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link H2Configuration}.
 */
class H2ConfigurationTests {

	private static final String DEMO = "spring.flyway.locations=filesystem:../demo-app/src/main/resources/db/migration";

	private H2Database database;

	private ApplicationContextRunner runner;

	@BeforeEach
	void createDatabase() throws SQLException {
		this.database = H2Database.create("h2 configuration", "public");
		this.runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class,
					JdbcTemplateAutoConfiguration.class, JdbcClientAutoConfiguration.class))
			.withUserConfiguration(H2Configuration.class)
			.withBean(JdbcConnectionDetails.class, () -> new Details(this.database));
	}

	@AfterEach
	void close() throws SQLException {
		this.database.close();
	}

	@Test
	void migrationsAndEntitiesOfTheDemoRun() {
		withEntities(StoredMemory.class).withPropertyValues(DEMO, "spring.jpa.hibernate.ddl-auto=validate")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(Flyway.class).info().applied()).hasSize(3);
				SessionFactory sessions = context.getBean(EntityManagerFactory.class).unwrap(SessionFactory.class);
				sessions.inTransaction((session) -> List
					.of(new StoredMemory("far", 90), new StoredMemory("near", 60), new StoredMemory("same", 0))
					.forEach(session::persist));
				assertThat(nearest(sessions)).containsExactly("same", "near");
				StoredMemory read = sessions.fromSession((session) -> session
					.createQuery("from StoredMemory m where m.guideEntry = 'near'", StoredMemory.class)
					.getSingleResult());
				assertThat(read.metadata).isEqualTo(Map.of("answer", "Answer of near"));
				assertThat(read.embedding).isEqualTo(StoredMemory.direction(384, 60));
				assertThat(read.createdAt).isNotNull();
				JdbcClient jdbc = context.getBean(JdbcClient.class);
				assertThat(jdbc.sql("SELECT l2_distance(embedding, embedding) FROM agent_memory.vectors WHERE id = 1")
					.query(Double.class)
					.single()).isCloseTo(0, within(1e-6));
			});
	}

	@Test
	void constraintsOfTheDemoHold() {
		this.runner.withPropertyValues(DEMO).run((context) -> {
			JdbcClient jdbc = context.getBean(JdbcClient.class);
			jdbc.sql("INSERT INTO users (email) VALUES ('ada@example.com')").update();
			jdbc.sql("INSERT INTO profiles (user_id, username) VALUES (1, 'ada')").update();
			assertThat(jdbc.sql("SELECT CAST(raw_data AS varchar) || CAST(projects AS varchar) FROM profiles")
				.query(String.class)
				.single()).isEqualTo("{}[]");
			assertRefused(jdbc, "INSERT INTO users (email) VALUES ('Ada@example.com')", "users_email_check");
			assertRefused(jdbc, "INSERT INTO users (email) VALUES ('ada@example.com')", "users_email_key");
			assertRefused(jdbc, "UPDATE profiles SET username = ' '", "profiles_username_check");
			assertRefused(jdbc, "UPDATE profiles SET projects = JSON '{}'", "profiles_projects_check");
			assertRefused(jdbc, "UPDATE profiles SET projects = '[]'", "a text was given for a jsonb value");
			assertRefused(jdbc, "INSERT INTO agent_memory.vectors (embedding, content) VALUES (ARRAY[1, 2, 3], 'a')",
					"expected 384 dimensions, not 3");
			jdbc.sql("DELETE FROM users").update();
			assertThat(jdbc.sql("SELECT count(*) FROM profiles").query(Integer.class).single()).isZero();
		});
	}

	@ParameterizedTest
	@CsvSource({
			"refused,V2__trigger.sql,4,'CREATE FUNCTION touch()','H2 refuses the statement: syntax error near PL/pgSQL CREATE [*]FUNCTION touch()'",
			"refused-text,V1__seed.sql,3,'INSERT INTO note','H2 refuses the statement: a text was given for a jsonb value'",
			"refused-array,V1__tags.sql,2,'CREATE TABLE note','an SQL array, whose'" })
	void migrationThatCannotRunIsToldWithFileLineAndStatement(String folder, String file, int line, String statement,
			String reason) {
		this.runner.withPropertyValues("spring.flyway.locations=classpath:db/" + folder)
			.run((context) -> assertThat(failure(context)).satisfies((ex) -> {
				assertThat(ex.file()).isEqualTo("db/%s/%s".formatted(folder, file));
				assertThat(ex.line()).isEqualTo(line);
				assertThat(ex.statement()).contains(statement);
				assertThat(ex).hasMessageContaining("File db/%s/%s, line %d: %s".formatted(folder, file, line, reason))
					.hasMessageContaining("agent.data.engine=embedded")
					.hasMessageContaining("{vendor}");
			}));
	}

	@Test
	void filesInAFolderForH2AreLeftAlone() {
		this.runner
			.withPropertyValues("spring.flyway.locations=classpath:db/vendors/{vendor}",
					"spring.flyway.fail-on-missing-locations=true")
			.run((context) -> {
				assertThat(writtenFor(context)).isEqualTo("h2");
				assertThat(schemaOfJsonb(context)).isEqualTo("public");
			});
	}

	@Test
	void folderForPostgresTakesThePlaceOfAMissingOneForH2() {
		this.runner
			.withPropertyValues("spring.flyway.locations=classpath:db/vendorless/{vendor}",
					"spring.flyway.fail-on-missing-locations=true", "spring.flyway.placeholders.dimensions=3")
			.run((context) -> {
				assertThat(writtenFor(context)).isEqualTo("postgresql");
				assertThat(schemaOfJsonb(context)).isEqualTo("agent_data");
				assertRefused(context.getBean(JdbcClient.class), "UPDATE note SET embedding = ARRAY[1]",
						"expected 3 dimensions, not 1");
			});
	}

	@Test
	void strategyOfTheApplicationStays() {
		FlywayMigrationStrategy strategy = (flyway) -> {
		};
		this.runner.withBean(FlywayMigrationStrategy.class, () -> strategy)
			.run((context) -> assertThat(context).getBean(FlywayMigrationStrategy.class).isSameAs(strategy));
	}

	@Test
	void settingsForPostgresAreLeftOut() {
		withEntities(Landmark.class)
			.withPropertyValues("spring.flyway.enabled=false", "spring.jpa.hibernate.ddl-auto=create",
					"spring.jpa.database-platform=org.hibernate.dialect.PostgreSQLDialect",
					"spring.jpa.properties.hibernate.dialect=org.hibernate.dialect.PostgreSQLDialect",
					"spring.datasource.hikari.connection-init-sql=SET hnsw.iterative_scan = strict_order")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(HikariDataSource.class).getConnectionInitSql()).isNull();
				assertThat(context.getBean(JdbcClient.class)
					.sql("SELECT domain_name FROM information_schema.columns WHERE table_name = 'landmark' "
							+ "ORDER BY column_name")
					.query(String.class)
					.list()).containsExactly("jsonb", null, "vector_1536", "vector_384", "vector_3");
			});
	}

	private ApplicationContextRunner withEntities(Class<?>... entities) {
		List<String> names = Arrays.stream(entities).map(Class::getName).toList();
		return this.runner.withConfiguration(AutoConfigurations.of(HibernateJpaAutoConfiguration.class))
			.withBean(PersistenceManagedTypes.class, () -> PersistenceManagedTypes.of(names, List.of()));
	}

	private static List<String> nearest(SessionFactory sessions) {
		return sessions.fromSession((session) -> session
			.createQuery("select m.guideEntry from StoredMemory m order by cosine_distance(m.embedding, :e) limit 2",
					String.class)
			.setParameter("e", StoredMemory.direction(384, 0))
			.getResultList());
	}

	private static void assertRefused(JdbcClient jdbc, String sql, String message) {
		assertThatExceptionOfType(DataIntegrityViolationException.class).isThrownBy(() -> jdbc.sql(sql).update())
			.withMessageContaining(message);
	}

	private static H2MigrationException failure(AssertableApplicationContext context) {
		Throwable failure = context.getStartupFailure();
		while (!(failure instanceof H2MigrationException)) {
			failure = failure.getCause();
		}
		return (H2MigrationException) failure;
	}

	private static String writtenFor(AssertableApplicationContext context) {
		JdbcClient jdbc = context.getBean(JdbcClient.class);
		jdbc.sql("INSERT INTO note (id) VALUES (1)").update();
		return jdbc.sql("SELECT written_for FROM note").query(String.class).single();
	}

	private static String schemaOfJsonb(AssertableApplicationContext context) {
		return context.getBean(JdbcClient.class)
			.sql("SELECT domain_schema FROM information_schema.columns WHERE column_name = 'body'")
			.query(String.class)
			.single();
	}

	/**
	 * The way to the database.
	 *
	 * @param database the database
	 */
	private record Details(H2Database database) implements JdbcConnectionDetails {

		@Override
		public String getUsername() {
			return this.database.username();
		}

		@Override
		public String getPassword() {
			return this.database.password();
		}

		@Override
		public String getJdbcUrl() {
			return this.database.url();
		}

	}

}
