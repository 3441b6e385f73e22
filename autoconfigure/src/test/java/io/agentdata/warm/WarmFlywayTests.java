// SPDX-License-Identifier: Apache-2.0
package io.agentdata.warm;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.agentdata.autoconfigure.AgentDataAutoConfiguration;
import io.agentdata.isolation.IsolationAutoConfiguration;
import org.flywaydb.core.api.output.MigrateResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the warm template of Flyway's migrations. Each context is what a run has.
 */
@ExtendWith(OutputCaptureExtension.class)
class WarmFlywayTests {

	private static final String USED = "The database began with the warm template: ";

	private static final String ANEW = "The warm template is made anew: ";

	private static final Executor THREADS = (task) -> new Thread(task).start();

	@TempDir
	private Path migrations;

	@AfterEach
	void leaveNothing() throws SQLException {
		WarmTemplatesOfTheServer.drop();
	}

	@BeforeEach
	void writeMigrations() throws IOException {
		write("V1__note.sql", "CREATE TABLE note (id serial PRIMARY KEY, title text)");
		write("V2__rows.sql", "INSERT INTO note (title) VALUES ('first'), ('second')");
	}

	@Test
	void secondRunBeginsWithTheTemplateAndHasTheSame(CapturedOutput output) {
		List<Map<String, Object>> cold = state(run());
		assertThat(output).doesNotContain(USED).doesNotContain(ANEW);
		assertThat(state(run())).isEqualTo(cold);
		assertThat(output).contains(USED + "2 resources unchanged, 0 new").doesNotContain(ANEW);
	}

	@Test
	void newestMigrationIsAddedOnTop(CapturedOutput output) throws IOException {
		state(run());
		write("V3__more.sql", "INSERT INTO note (title) VALUES ('third')");
		List<Map<String, Object>> warm = state(run());
		assertThat(output).contains(USED + "2 resources unchanged, 1 new").doesNotContain(ANEW);
		assertThat(state(cold())).isEqualTo(warm).hasSize(7);
		state(run());
		assertThat(output).contains(USED + "3 resources unchanged, 0 new");
	}

	@Test
	void changedMigrationIsToldAndRunsFromNothing(CapturedOutput output) throws IOException {
		state(run());
		write("V2__rows.sql", "INSERT INTO note (title) VALUES ('other')");
		assertThat(state(run())).isEqualTo(state(cold())).hasSize(4);
		assertThat(output).contains(ANEW + this.migrations + "/V2__rows.sql has changed").doesNotContain(USED);
		state(run());
		assertThat(output).contains(USED + "2 resources unchanged, 0 new");
	}

	@Test
	void removedMigrationIsToldAndTheRestRunsFromNothing(CapturedOutput output) throws IOException {
		state(run());
		Files.delete(this.migrations.resolve("V2__rows.sql"));
		assertThat(state(run())).isEqualTo(state(cold())).hasSize(2);
		assertThat(output).contains(ANEW + this.migrations + "/V2__rows.sql was removed").doesNotContain(USED);
	}

	@Test
	void migrationOutOfOrderRunsFromNothing(CapturedOutput output) throws IOException {
		state(run());
		write("V1_5__column.sql", "ALTER TABLE note ADD made date");
		assertThat(state(run())).isEqualTo(state(cold()));
		assertThat(output)
			.contains(ANEW + this.migrations + "/V1_5__column.sql was added, and is not newer than version 2")
			.doesNotContain(USED);
	}

	@Test
	void migrationBesideARepeatableOneRunsFromNothing(CapturedOutput output) throws IOException {
		write("R__view.sql", "CREATE OR REPLACE VIEW all_notes AS SELECT * FROM note");
		state(run());
		state(run());
		assertThat(output).contains(USED + "3 resources unchanged, 0 new");
		write("V3__column.sql", "ALTER TABLE note ADD made date");
		assertThat(state(run())).isEqualTo(state(cold()));
		assertThat(output)
			.contains("V3__column.sql was added, and " + this.migrations + "/R__view.sql may run after it");
		write("R__view.sql", "CREATE OR REPLACE VIEW all_notes AS SELECT id FROM note");
		state(run());
		assertThat(output).contains(ANEW + this.migrations + "/R__view.sql has changed");
	}

	@Test
	void callbackDoesNotRunASecondTime(CapturedOutput output) throws IOException {
		write("afterMigrate.sql", "INSERT INTO note (title) VALUES ('called back')");
		List<Map<String, Object>> cold = state(run());
		assertThat(state(run())).isEqualTo(cold).hasSize(6);
		assertThat(output).contains(USED + "3 resources unchanged, 0 new");
	}

	@Test
	void migrationThatFailsOnTheTemplateRunsFromNothing(CapturedOutput output) throws SQLException {
		state(run());
		WarmTemplatesOfTheServer.damage("UPDATE flyway_schema_history SET checksum = 1 WHERE version = '1'");
		assertThat(state(run())).isEqualTo(state(cold()));
		assertThat(output).contains(ANEW + "the migration failed on it, and begins again. Validate failed");
		state(run());
		assertThat(output).contains(USED + "2 resources unchanged, 0 new");
	}

	@Test
	void newMigrationThatFailsLeavesTheTemplateAsItWas(CapturedOutput output) throws IOException {
		state(run());
		write("V3__broken.sql", "INSERT INTO note (titel) VALUES ('third')");
		run().run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining("titel"));
		Files.delete(this.migrations.resolve("V3__broken.sql"));
		state(run());
		assertThat(output).contains(USED + "2 resources unchanged, 0 new");
	}

	@Test
	void databaseThatWasWrittenToIsLeftAlone(CapturedOutput output) {
		ApplicationContextRunner written = run().withUserConfiguration(EarlyWriter.class)
			.withPropertyValues("spring.flyway.baseline-on-migrate=true", "spring.flyway.baseline-version=0");
		state(written);
		state(written);
		assertThat(output).doesNotContain(USED).doesNotContain(ANEW);
	}

	@Test
	void databaseWithSettingsOfItsOwnIsNotSealed(CapturedOutput output) throws IOException {
		write("V3__setting.sql",
				"DO $$ BEGIN EXECUTE 'ALTER DATABASE ' || current_database() || ' SET work_mem = 123'; END $$");
		state(run());
		state(run());
		assertThat(output).doesNotContain(USED).doesNotContain(ANEW);
	}

	@Test
	void whatAStrategyDoesBesidesIsDoneOnceInEachRun(CapturedOutput output) throws IOException {
		ApplicationContextRunner own = run().withUserConfiguration(OwnStrategy.class);
		List<Map<String, Object>> cold = state(own);
		assertThat(state(own)).isEqualTo(cold).hasSize(6);
		assertThat(output).contains(USED + "2 resources unchanged, 0 new", "migrated: 2, true", "migrated: 0, true");
		write("afterMigrate.sql", "INSERT INTO note (title) VALUES ('called back')");
		assertThat(state(own)).isEqualTo(state(own)).hasSize(7);
		assertThat(output).contains(USED + "3 resources unchanged, 0 new");
	}

	@Test
	void codeIsComparedWhereItIsAlone(CapturedOutput output) {
		ApplicationContextRunner stateless = run().withBean(V3__java.class);
		state(stateless);
		assertThat(state(stateless)).hasSize(7);
		assertThat(output).contains(USED + "3 resources unchanged, 0 new");
		ApplicationContextRunner given = run().withBean(V3__given.class, () -> new V3__given("given"));
		state(given);
		state(given);
		assertThat(output).doesNotContain(ANEW);
		assertThat(Pattern.compile(USED).matcher(output).results()).hasSize(1);
	}

	@Test
	void contextsAtTheSameTimeHaveTheSame() {
		List<CompletableFuture<List<Map<String, Object>>>> all = Stream.generate(this::run)
			.limit(3)
			.map((runner) -> CompletableFuture.supplyAsync(() -> state(runner), THREADS))
			.toList();
		List<Map<String, Object>> cold = state(cold());
		assertThat(all).allSatisfy((state) -> assertThat(state.join()).isEqualTo(cold));
	}

	@Test
	void contextsOnTheClassPathHaveOneToo(CapturedOutput output) {
		ApplicationContextRunner runner = run()
			.withPropertyValues("spring.flyway.locations=classpath:db/vendors/{vendor}");
		runner.run((context) -> assertThat(context).hasNotFailed());
		runner.run((context) -> assertThat(context.getBean(JdbcTemplate.class).queryForList("SELECT * FROM note"))
			.isNotNull());
		assertThat(output).contains(USED + "1 resources unchanged, 0 new");
	}

	@Test
	void migrationsInAnArchiveAreCompared(CapturedOutput output) throws IOException {
		Path archive = this.migrations.resolve("migrations.jar");
		writeArchive(archive, "CREATE TABLE note (id int)");
		runOn(archive);
		runOn(archive);
		assertThat(output).contains(USED + "1 resources unchanged, 0 new");
		Path changed = this.migrations.resolve("changed.jar");
		writeArchive(changed, "CREATE TABLE note (id bigint)");
		runOn(changed);
		assertThat(output).contains(ANEW + "db/archived/V1__note.sql has changed");
	}

	@Test
	void otherSettingsAreAnotherTemplate(CapturedOutput output) throws IOException {
		write("V3__placeholder.sql", "INSERT INTO note (title) VALUES ('${word}')");
		state(run().withPropertyValues("spring.flyway.placeholders.word=one"));
		List<Map<String, Object>> two = state(run().withPropertyValues("spring.flyway.placeholders.word=two"));
		assertThat(output).doesNotContain(USED).doesNotContain(ANEW);
		assertThat(state(run().withPropertyValues("spring.flyway.placeholders.word=two"))).isEqualTo(two);
		assertThat(output).contains(USED);
	}

	@Test
	void continuousIntegrationHasNone(CapturedOutput output) {
		ApplicationContextRunner ci = runner().withPropertyValues("CI=true");
		state(ci);
		state(ci);
		assertThat(output).doesNotContain(USED);
		ci.run((context) -> assertThat(context).doesNotHaveBean(WarmFlyway.class));
		ci.withPropertyValues("agent.data.warm-template=true")
			.run((context) -> assertThat(context).hasSingleBean(WarmFlyway.class));
		runner().withPropertyValues("CI=false").run((context) -> assertThat(context).hasSingleBean(WarmFlyway.class));
		cold().run((context) -> assertThat(context).doesNotHaveBean(WarmFlyway.class));
	}

	private void write(String name, String sql) throws IOException {
		Files.writeString(this.migrations.resolve(name), sql);
	}

	private static void writeArchive(Path archive, String sql) throws IOException {
		try (JarOutputStream entries = new JarOutputStream(Files.newOutputStream(archive))) {
			for (String folder : List.of("db/", "db/archived/")) {
				entries.putNextEntry(new JarEntry(folder));
			}
			entries.putNextEntry(new JarEntry("db/archived/V1__note.sql"));
			entries.write(sql.getBytes(StandardCharsets.UTF_8));
		}
	}

	private void runOn(Path archive) throws IOException {
		try (URLClassLoader classPath = new URLClassLoader(new URL[] { archive.toUri().toURL() })) {
			run().withClassLoader(classPath)
				.withPropertyValues("spring.flyway.locations=classpath:db/archived")
				.run((context) -> assertThat(context).hasNotFailed());
		}
	}

	private ApplicationContextRunner run() {
		return runner().withPropertyValues("agent.data.warm-template=true");
	}

	private ApplicationContextRunner cold() {
		return runner().withPropertyValues("agent.data.warm-template=false");
	}

	private ApplicationContextRunner runner() {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(AgentDataAutoConfiguration.class, IsolationAutoConfiguration.class,
					WarmTemplateAutoConfiguration.class, DataSourceAutoConfiguration.class,
					JdbcTemplateAutoConfiguration.class, FlywayAutoConfiguration.class))
			.withPropertyValues(WarmTemplatesOfTheServer.PROPERTIES)
			.withPropertyValues("agent.data.engine=embedded", "spring.flyway.locations=filesystem:" + this.migrations);
	}

	/**
	 * Return all rows of the migrated database, but the times of the history.
	 */
	private static List<Map<String, Object>> state(ApplicationContextRunner runner) {
		List<Map<String, Object>> state = new ArrayList<>();
		runner.run((context) -> {
			assertThat(context).hasNotFailed();
			JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
			state.addAll(jdbc.queryForList("SELECT * FROM note ORDER BY id"));
			state.addAll(jdbc.queryForList("""
					SELECT installed_rank, version, description, type, script, checksum, installed_by, success
						FROM flyway_schema_history ORDER BY installed_rank
					"""));
			state.addAll(jdbc.queryForList("SELECT last_value FROM note_id_seq"));
		});
		return state;
	}

	/**
	 * Writes to the database before Flyway does.
	 */
	@Configuration(proxyBeanMethods = false)
	static class EarlyWriter {

		@Bean
		FlywayConfigurationCustomizer writesEarly(DataSource dataSource) {
			return (configuration) -> new JdbcTemplate(dataSource).execute("CREATE TABLE early (id int)");
		}

	}

	/**
	 * Migrates in a way of its own.
	 */
	@Configuration(proxyBeanMethods = false)
	static class OwnStrategy {

		@Bean
		FlywayMigrationStrategy ownStrategy() {
			return (flyway) -> {
				MigrateResult result = flyway.migrate();
				System.out.printf("migrated: %d, %s%n", result.migrationsExecuted, result.success);
				DataSource dataSource = Objects.requireNonNull(flyway.getConfiguration().getDataSource());
				new JdbcTemplate(dataSource).execute("INSERT INTO note (title) VALUES ('by the strategy')");
			};
		}

	}

}
