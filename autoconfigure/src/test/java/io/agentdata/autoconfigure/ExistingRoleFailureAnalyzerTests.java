// SPDX-License-Identifier: Apache-2.0
package io.agentdata.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.agentdata.database.DatabaseConfig.Pool;
import io.agentdata.database.DatabaseFactory;
import io.agentdata.database.embedded.EmbeddedOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ExistingRoleFailureAnalyzer}, and for the statement that it advises.
 */
class ExistingRoleFailureAnalyzerTests {

	private static final Pattern BLOCK = Pattern
		.compile("DO \\$\\$ BEGIN CREATE ROLE (\\S+); EXCEPTION .*? END \\$\\$");

	private static final int SESSIONS = 4;

	private final ExistingRoleFailureAnalyzer analyzer = new ExistingRoleFailureAnalyzer(
			new MockEnvironment().withProperty("agent.data.engine", "embedded"));

	private final DatabaseFactory factory = DatabaseFactory.embedded(EmbeddedOptions.defaults(), "public",
			Pool.DEFAULTS);

	private final String role = "of_several_" + Long.toUnsignedString(System.nanoTime());

	private JdbcClient server;

	@BeforeEach
	void server() {
		this.server = JdbcClient.create(this.factory.database("roles").dataSource());
	}

	@AfterEach
	void dropRole() {
		this.server.sql("DROP ROLE IF EXISTS " + this.role).update();
		this.factory.close();
	}

	@Test
	void analyzeARoleThatIsThereAlready() throws Exception {
		this.server.sql(creation()).update();
		assertThat(analysis(failures(creation(), 1).get(0)).getDescription())
			.startsWith("The schema creates a role that the server has already.")
			.contains("role \"%s\" already exists".formatted(this.role));
	}

	@Test
	void analyzeARoleThatSeveralSessionsCreateAtTheSameTime() throws Exception {
		List<SQLException> failures = failuresAtTheSameTime(creation());
		assertThat(failures).hasSize(SESSIONS).allSatisfy((failure) -> {
			assertThat(failure.getSQLState()).isEqualTo("23505");
			assertThat(analysis(failure).getDescription())
				.startsWith("The schema creates a role that the server has already.")
				.contains("Key (rolname)=(%s) already exists.".formatted(this.role));
		});
	}

	@Test
	void adviceHoldsForSeveralSessionsAtTheSameTimeAndAfterwards() throws Exception {
		SQLException failure = failuresAtTheSameTime(creation()).get(0);
		this.server.sql("DROP ROLE " + this.role).update();
		String advised = block(analysis(failure).getAction());
		assertThat(failuresAtTheSameTime(advised)).isEmpty();
		assertThat(failures(advised, SESSIONS)).isEmpty();
		assertThat(this.server.sql("SELECT count(*) FROM pg_roles WHERE rolname = ?")
			.param(this.role)
			.query(int.class)
			.single()).isOne();
	}

	@Test
	void documentationAdvisesTheSame() throws IOException {
		String page = Files.readString(Path.of("../src/docs/troubleshooting.md"));
		SQLException failure = new SQLException("role \"reader\" already exists", "42710");
		assertThat(block(page)).isEqualTo(block(analysis(failure).getAction()));
	}

	@Test
	void analyzeOtherFailuresReturnsNull() throws Exception {
		this.server.sql("CREATE TABLE note (id int PRIMARY KEY); INSERT INTO note VALUES (1)").update();
		SQLException ofATable = failures("INSERT INTO note VALUES (1)", 1).get(0);
		assertThat(ofATable.getSQLState()).isEqualTo("23505");
		assertThat(analysis(ofATable)).isNull();
		SQLException ofAnExtension = new SQLException("extension \"vector\" already exists", "42710");
		assertThat(analysis(ofAnExtension)).isNull();
		SQLException ofNoServer = new SQLException("duplicate key in pg_authid_rolname_index", "23505");
		assertThat(analysis(ofNoServer)).isNull();
	}

	private String creation() {
		return "CREATE ROLE " + this.role;
	}

	private FailureAnalysis analysis(SQLException failure) {
		return this.analyzer.analyze(failure, failure);
	}

	private String block(String text) {
		Matcher block = BLOCK.matcher(text);
		assertThat(block.find()).as(text).isTrue();
		return block.group().replace(block.group(1), this.role);
	}

	/**
	 * Let a session create the role, and others execute a statement before it commits.
	 */
	private List<SQLException> failuresAtTheSameTime(String sql) throws Exception {
		List<FutureTask<List<SQLException>>> others = new ArrayList<>();
		try (Connection first = connect(); Statement statement = first.createStatement()) {
			first.setAutoCommit(false);
			statement.execute(creation());
			for (int session = 0; session < SESSIONS; session++) {
				FutureTask<List<SQLException>> other = new FutureTask<>(() -> failures(sql, 1));
				new Thread(other).start();
				others.add(other);
			}
			awaitWaiting();
			first.commit();
		}
		List<SQLException> failures = new ArrayList<>();
		for (FutureTask<List<SQLException>> other : others) {
			failures.addAll(other.get());
		}
		return failures;
	}

	private void awaitWaiting() {
		while (this.server.sql("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE ?")
			.param("%" + this.role + "%")
			.query(int.class)
			.single() < SESSIONS) {
			Thread.onSpinWait();
		}
	}

	private List<SQLException> failures(String sql, int times) throws SQLException {
		List<SQLException> failures = new ArrayList<>();
		try (Connection connection = connect(); Statement statement = connection.createStatement()) {
			for (int time = 0; time < times; time++) {
				try {
					statement.execute(sql);
				}
				catch (SQLException ex) {
					failures.add(ex);
				}
			}
		}
		return failures;
	}

	private Connection connect() throws SQLException {
		return this.factory.database("roles").dataSource().getConnection();
	}

}
