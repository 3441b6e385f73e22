// SPDX-License-Identifier: Apache-2.0
package io.agentdata.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.agentdata.database.DatabaseConfig.Pool;
import io.agentdata.database.DatabaseFactory;
import io.agentdata.database.embedded.EmbeddedOptions;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for what Spring Boot prints when an application cannot start because of us.
 */
@ExtendWith(OutputCaptureExtension.class)
class FailureAnalyzerTests {

	private static final String BROKEN = "--spring.flyway.locations=classpath:db/broken";

	@Test
	void ourOwnFailuresAreSetOut(CapturedOutput output) {
		assertFails("--spring.profiles.active=production", "--spring.flyway.enabled=false");
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("The production database has no URL.")
			.contains("- Set agent.data.url, agent.data.username and agent.data.password");
	}

	@Test
	void aFailedMigrationIsSetOutWithFileAndStatement(CapturedOutput output) {
		assertFails("--agent.data.engine=embedded", BROKEN);
		assertThat(output).contains("A migration failed on the test's new, empty database.")
			.contains("V1__broken.sql")
			.contains("CREATE TABLE broken (id bigint REFERENCES nowhere)")
			.contains("relation \"nowhere\" does not exist")
			.contains("- Mend the statement");
	}

	@Test
	void aRoleThatIsThereAlready(CapturedOutput output) {
		try (DatabaseFactory factory = DatabaseFactory.embedded(EmbeddedOptions.defaults(), "public", Pool.DEFAULTS)) {
			JdbcClient server = JdbcClient.create(factory.database("role").dataSource());
			server.sql("CREATE ROLE of_a_migration").update();
			try {
				assertFails("--agent.data.engine=embedded", "--spring.flyway.locations=classpath:db/role");
			}
			finally {
				server.sql("DROP ROLE of_a_migration").update();
			}
		}
		assertThat(output).contains("The schema creates a role that the server has already.")
			.contains("role \"of_a_migration\" already exists")
			.contains("- Where each JVM creates it once")
			.contains("agent.data.embedded.share=false");
	}

	@Test
	void aFlywayWithoutItsPostgresModule() {
		MockEnvironment environment = new MockEnvironment().withProperty("agent.data.engine", "embedded");
		FlywayException failure = new FlywayException("Unsupported Database: PostgreSQL 17.11");
		FailureAnalysis analysis = new MigrationFailureAnalyzer(environment).analyze(failure, failure);
		assertThat(analysis.getDescription()).startsWith("Flyway does not know PostgreSQL.");
		assertThat(analysis.getAction()).contains("- Add org.flywaydb:flyway-database-postgresql to the application");
		assertThat(new MigrationFailureAnalyzer(new MockEnvironment()).analyze(failure, failure)).isNull();
	}

	@Test
	void aSchemaThatNeedsPgvectorWhereThereIsNone(CapturedOutput output, @TempDir Path home) throws IOException {
		copyPostgresWithoutPgvector(home);
		assertFails("--agent.data.engine=embedded", "--agent.data.embedded.binaries=installed",
				"--agent.data.embedded.home=" + home);
		assertThat(output).contains("The schema needs pgvector, and this PostgreSQL has none.")
			.contains("extension \"vector\" is not available")
			.contains("- On linux-amd64 and linux-arm64: add io.agentdata:agent-data-pgvector-binaries");
	}

	private static void assertFails(String... arguments) {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		assertThatException().isThrownBy(() -> application.run(arguments));
	}

	private static void copyPostgresWithoutPgvector(Path target) throws IOException {
		try (DatabaseFactory factory = DatabaseFactory.embedded(EmbeddedOptions.defaults(), "public", Pool.DEFAULTS)) {
			Path source = Path
				.of(JdbcClient.create(factory.database("home").dataSource())
					.sql("SELECT setting FROM pg_config WHERE name = 'BINDIR'")
					.query(String.class)
					.single())
				.getParent();
			FileSystemUtils.copyRecursively(source, target);
		}
		Files.delete(target.resolve("share/postgresql/extension/vector.control"));
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ AgentDataAutoConfiguration.class, DataSourceAutoConfiguration.class,
			FlywayAutoConfiguration.class })
	static class Application {

	}

}
