// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

import io.agentdata.database.Database;
import io.agentdata.database.DatabaseConfig.Pool;
import io.agentdata.database.DatabaseFactory;
import io.agentdata.database.ResetScenario;
import io.agentdata.database.Statements;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for resets that fail, and cannot give way to a clone: the next one knows.
 */
class ResetFailuresTests {

	private static final String SCHEMA = """
			CREATE TABLE note (id int PRIMARY KEY, body text); CREATE TABLE empty (id int);
			INSERT INTO note SELECT n, repeat(md5(n::text), 30) FROM generate_series(1, 300) AS n;
			""";

	private final DatabaseFactory factory = DatabaseFactory.embedded(EmbeddedOptions.defaults().withShare(false),
			"public", Pool.DEFAULTS);

	@TempDir
	Path folder;

	private Database database;

	private ResetScenario scenario;

	@BeforeEach
	void createDatabase() {
		this.database = this.factory.database("failing");
	}

	@AfterEach
	void close() throws SQLException {
		this.scenario.close();
		this.factory.close();
	}

	@Test
	void diskIsFullInTheMiddleOfAReset() throws IOException, SQLException {
		try (SmallFileSystem disk = SmallFileSystem.mount("size=2m,mode=777", this.folder)) {
			Path space = Files.createDirectory(this.folder.resolve("space"));
			LaunchUser.current().own(space);
			Statements.execute(this.database, "CREATE TABLESPACE small LOCATION '%s'".formatted(space));
			this.scenario = new ResetScenario(this.database,
					"SET default_tablespace = small; " + SCHEMA + "RESET default_tablespace");
			this.scenario.execute("UPDATE note SET body = '' WHERE id < 10; INSERT INTO empty VALUES (1)");
			Path filler = disk.fill();
			for (int time = 0; time < 2; time++) {
				assertThatIllegalStateException().as("time %s", time)
					.isThrownBy(this.scenario::reset)
					.withMessageContaining("The database of 'failing' was to be reset to the snapshot 'kept'")
					.withMessageContaining("No space left on device");
			}
			Files.delete(filler);
			this.scenario.reset();
			this.scenario.assertIsLikeAClone("there is room again");
			this.factory.close();
		}
	}

	@Test
	void templateIsDroppedUnderUs() throws SQLException {
		this.scenario = new ResetScenario(this.database, SCHEMA);
		String template = Statements.query(this.database, "SELECT datname FROM pg_database WHERE datname LIKE '%copy'");
		Statements.execute(this.database, "DROP DATABASE " + template);
		this.scenario.execute("INSERT INTO empty VALUES (1)");
		assertThat(this.scenario.reset()).isNull();
		assertThat(Statements.query(this.database, "SELECT count(*) FROM empty")).isEqualTo("0");
		this.scenario.execute("UPDATE note SET body = '' WHERE id = 1");
		for (int time = 0; time < 2; time++) {
			assertThatIllegalStateException().as("time %s", time)
				.isThrownBy(this.scenario::reset)
				.withMessageContaining("The database of 'failing' was to be reset to the snapshot 'kept'")
				.withMessageContaining("\"%s\" does not exist", template);
		}
	}

}
