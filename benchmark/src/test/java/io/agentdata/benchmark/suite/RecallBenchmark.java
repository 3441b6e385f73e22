// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark.suite;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import io.agentdata.benchmark.report.Report;
import io.agentdata.database.DatabaseConfig.Pool;
import io.agentdata.database.DatabaseFactory;
import io.agentdata.database.embedded.EmbeddedOptions;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

/**
 * Measures what a vector index finds, and how long that takes, from test to test: rolled
 * back by Spring alone and with us, in turns in one JVM and on one server.
 */
public final class RecallBenchmark {

	private static final int WARM_UP_ROUNDS = 1;

	private static final DatabaseFactory FACTORY = DatabaseFactory.embedded(EmbeddedOptions.defaults(), "public",
			Pool.DEFAULTS);

	private final Launcher launcher = LauncherFactory
		.create(LauncherConfig.builder().enableTestExecutionListenerAutoRegistration(false).build());

	private final int rounds;

	private final int tests;

	RecallBenchmark(int rounds, int tests) {
		this.rounds = rounds;
		this.tests = tests;
	}

	/**
	 * Measure, and write table and chart.
	 * @param arguments the folder of the reports, the rounds, and the tests of each
	 * @throws IOException if the report cannot be written
	 * @throws SQLException if the server refuses
	 */
	public static void main(String... arguments) throws IOException, SQLException {
		new RecallBenchmark(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]))
			.run(new Report(Path.of(arguments[0])));
		// whatever threads are left
		System.exit(0);
	}

	/**
	 * Return the factory of the database that the plain tests use.
	 */
	static DatabaseFactory factory() {
		return FACTORY;
	}

	void run(Report report) throws IOException, SQLException {
		Recall plain = new Recall("plain `@DataJpaTest`");
		Recall ours = new Recall("`@AgentDataTest`");
		for (int round = -WARM_UP_ROUNDS; round < this.rounds; round++) {
			emptyPlainTables();
			execute(RecallCases.PlainCase.class, (round < 0) ? new Recall("warm-up") : plain);
			execute(RecallCases.AutoCase.class, (round < 0) ? new Recall("warm-up") : ours);
		}
		report.text("recall", new RecallTable(plain, ours, this.rounds, this.tests).markdown());
		report.chart("recall", RecallTable.chart(plain, ours, this.tests));
	}

	private void execute(Class<? extends RecallCase> testClass, Recall recall) {
		TestTimes times = new TestTimes();
		this.launcher.execute(LauncherDiscoveryRequestBuilder.request()
			.selectors(selectMethod(testClass, "recallsNearest"))
			.configurationParameter(Repetitions.PARAMETER, Integer.toString(this.tests))
			.build(), times);
		if (times.tests().size() != this.tests) {
			throw new IllegalStateException("Of %d tests in %s, %d succeeded.".formatted(this.tests,
					testClass.getSimpleName(), times.tests().size()), times.failure());
		}
		recall.add(RecallCase.takeFound(), times.tests());
	}

	/**
	 * Let the plain tests begin with new files, as those of a suite on a new database do.
	 */
	private static void emptyPlainTables() throws SQLException {
		try (Connection connection = FACTORY.database("plain").dataSource().getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute("DO $$ BEGIN TRUNCATE threads, messages; EXCEPTION WHEN undefined_table THEN END $$");
		}
	}

}
