// SPDX-License-Identifier: Apache-2.0
package io.agentdata.warm;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.agentdata.autoconfigure.AgentDataAutoConfiguration;
import io.agentdata.isolation.IsolationAutoConfiguration;
import liquibase.integration.spring.SpringLiquibase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the warm template of Liquibase's change sets. Each context is what a run has.
 */
@ExtendWith(OutputCaptureExtension.class)
class WarmLiquibaseTests {

	private static final String USED = "The database began with the warm template: ";

	private static final String ANEW = "The warm template is made anew: ";

	private static final String MASTER = """
			databaseChangeLog:
			  - include:
			      file: changes/001-note.sql
			      relativeToChangelogFile: true
			  - includeAll:
			      path: log/rows/
			""";

	@TempDir
	private Path classPath;

	@BeforeEach
	void writeChangeLog() throws IOException {
		write("log/master.yaml", MASTER);
		write("log/changes/001-note.sql", changeSet("note", "CREATE TABLE note (id serial PRIMARY KEY, title text)"));
		write("log/rows/001-rows.sql", changeSet("rows", "INSERT INTO note (title) VALUES ('first'), ('second')"));
	}

	@AfterEach
	void leaveNothing() throws SQLException {
		WarmTemplatesOfTheServer.drop();
	}

	@Test
	void secondRunBeginsWithTheTemplateAndHasTheSame(CapturedOutput output) {
		List<Map<String, Object>> cold = state(run());
		assertThat(output).doesNotContain(USED).doesNotContain(ANEW);
		assertThat(state(run())).isEqualTo(cold).hasSize(5);
		assertThat(output).contains(USED + "3 resources unchanged, 0 new").doesNotContain(ANEW);
	}

	@Test
	void beanOfTheApplicationIsItsOwn() {
		run().run((context) -> assertThat(context.getBean(SpringLiquibase.class).getChangeLog())
			.isEqualTo("classpath:/log/master.yaml"));
	}

	@Test
	void beanThatLeadsElsewhereIsStillStopped() {
		run().withBean("elsewhere", SpringLiquibase.class, WarmLiquibaseTests::elsewhere)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageStartingWith("A migration would reach another database than the test's."));
	}

	@Test
	void changedChangeSetIsToldAndRunsFromNothing(CapturedOutput output) throws IOException {
		state(run());
		write("log/rows/001-rows.sql", changeSet("rows", "INSERT INTO note (title) VALUES ('other')"));
		assertThat(state(run())).isEqualTo(state(cold())).hasSize(4);
		assertThat(output).contains(ANEW + "log/rows/001-rows.sql has changed").doesNotContain(USED);
		state(run());
		assertThat(output).contains(USED);
	}

	@Test
	void newOrRemovedFileRunsFromNothing(CapturedOutput output) throws IOException {
		state(run());
		write("log/rows/002-more.sql", changeSet("more", "INSERT INTO note (title) VALUES ('third')"));
		assertThat(state(run())).isEqualTo(state(cold())).hasSize(7);
		assertThat(output).contains(ANEW + "log/rows/002-more.sql was added");
		Files.delete(this.classPath.resolve("log/rows/002-more.sql"));
		assertThat(state(run())).isEqualTo(state(cold())).hasSize(5);
		assertThat(output).contains(ANEW + "log/rows/002-more.sql was removed").doesNotContain(USED);
	}

	@Test
	void changeSetThatFailsOnTheTemplateRunsFromNothing(CapturedOutput output) throws SQLException {
		state(run());
		WarmTemplatesOfTheServer.damage("UPDATE databasechangelog SET md5sum = '9:0' WHERE id = 'rows'");
		assertThat(state(run())).isEqualTo(state(cold()));
		assertThat(output).contains(ANEW + "the migration failed on it, and begins again. ");
	}

	@Test
	void whatRunsAtEachMigrationHasNoTemplate(CapturedOutput output) throws IOException {
		write("log/rows/002-always.sql", """
				--liquibase formatted sql
				--changeset test:always runAlways:true
				INSERT INTO note (title) VALUES ('always');
				""");
		assertThat(state(run())).isEqualTo(state(run()));
		assertThat(output).doesNotContain(USED);
	}

	@Test
	void referenceThatCannotBeFollowedHasNoTemplate(CapturedOutput output) throws IOException {
		write("log/master.yaml", MASTER.replace("log/rows/", "${folder}/"));
		ApplicationContextRunner runner = run().withPropertyValues("spring.liquibase.parameters.folder=log/rows");
		state(runner);
		state(runner);
		assertThat(output).doesNotContain(USED).doesNotContain(ANEW);
	}

	@Test
	void otherParametersAreAnotherTemplate(CapturedOutput output) throws IOException {
		write("log/rows/002-word.sql", changeSet("word", "INSERT INTO note (title) VALUES ('${word}')"));
		state(run().withPropertyValues("spring.liquibase.parameters.word=one"));
		List<Map<String, Object>> two = state(run().withPropertyValues("spring.liquibase.parameters.word=two"));
		assertThat(output).doesNotContain(USED).doesNotContain(ANEW);
		assertThat(state(run().withPropertyValues("spring.liquibase.parameters.word=two"))).isEqualTo(two);
		assertThat(output).contains(USED);
	}

	@Test
	void systemPropertyThatStandsInForAWordCounts(CapturedOutput output) throws IOException {
		write("log/rows/002-word.sql", changeSet("word", "INSERT INTO note (title) VALUES ('${warm.word}')"));
		try {
			System.setProperty("warm.word", "one");
			state(run());
			System.setProperty("warm.word", "two");
			assertThat(state(run())).isEqualTo(state(cold()));
		}
		finally {
			System.clearProperty("warm.word");
		}
		assertThat(output).contains(ANEW + "parameter warm.word has changed").doesNotContain(USED);
	}

	private static SpringLiquibase elsewhere() {
		SpringLiquibase liquibase = new SpringLiquibase();
		liquibase.setDataSource(new DriverManagerDataSource("jdbc:postgresql://production.invalid/careers"));
		return liquibase;
	}

	private void write(String name, String content) throws IOException {
		Path file = this.classPath.resolve(name);
		Files.createDirectories(file.getParent());
		Files.writeString(file, content);
	}

	private static String changeSet(String id, String sql) {
		return "--liquibase formatted sql\n--changeset test:%s\n%s;\n".formatted(id, sql);
	}

	private ApplicationContextRunner run() {
		return runner().withPropertyValues("agent.data.warm-template=true");
	}

	private ApplicationContextRunner cold() {
		return runner().withPropertyValues("agent.data.warm-template=false");
	}

	private ApplicationContextRunner runner() {
		try {
			return new ApplicationContextRunner()
				.withClassLoader(new URLClassLoader(new URL[] { this.classPath.toUri().toURL() }))
				.withConfiguration(
						AutoConfigurations.of(AgentDataAutoConfiguration.class, IsolationAutoConfiguration.class,
								WarmTemplateAutoConfiguration.class, DataSourceAutoConfiguration.class,
								JdbcTemplateAutoConfiguration.class, LiquibaseAutoConfiguration.class))
				.withPropertyValues(WarmTemplatesOfTheServer.PROPERTIES)
				.withPropertyValues("agent.data.engine=embedded", "spring.liquibase.enabled=true",
						"spring.liquibase.change-log=classpath:/log/master.yaml");
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Return all rows of the migrated database, but the times of the change log.
	 */
	private static List<Map<String, Object>> state(ApplicationContextRunner runner) {
		List<Map<String, Object>> state = new ArrayList<>();
		runner.run((context) -> {
			assertThat(context).hasNotFailed();
			JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
			state.addAll(jdbc.queryForList("SELECT * FROM note ORDER BY id"));
			state.addAll(jdbc.queryForList(
					"SELECT id, author, filename, orderexecuted, exectype, md5sum FROM databasechangelog ORDER BY orderexecuted"));
			state.addAll(jdbc.queryForList("SELECT last_value FROM note_id_seq"));
		});
		return state;
	}

}
