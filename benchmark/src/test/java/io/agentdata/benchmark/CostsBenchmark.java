// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import io.agentdata.benchmark.report.Report;
import io.agentdata.benchmark.report.Table;
import io.agentdata.database.Database;
import io.agentdata.database.DatabaseConfig.Pool;
import io.agentdata.database.DatabaseFactory;
import io.agentdata.database.embedded.EmbeddedOptions;

/**
 * Measures what the single steps of a reset cost, and prints them as the engine knows
 * them.
 */
final class CostsBenchmark {

	private static final String SNAPSHOT = "as prepared";

	private static final int MEGABYTES = 64;

	private static final int REPETITIONS = 40;

	/**
	 * The tables of the databases that are asked what has changed, with milliseconds to
	 * reach.
	 */
	private static final Map<Integer, Double> QUESTIONS = questions();

	private final int rounds;

	/**
	 * Create a benchmark.
	 * @param rounds a fortieth of how often each step is done
	 */
	CostsBenchmark(int rounds) {
		this.rounds = rounds * REPETITIONS;
	}

	/**
	 * Measure, and write the tables.
	 */
	void run(Report report) throws IOException, SQLException {
		try (DatabaseFactory factory = DatabaseFactory.embedded(EmbeddedOptions.defaults(), "public", Pool.DEFAULTS)) {
			Table questions = questions(factory);
			Map<String, Double> costs = resetSteps(factory);
			costs.putAll(clones(factory));
			report.text("costs",
					"""
							# Costs of single steps

							Medians of %d times, in turns, on %s. %s

							## The question what has changed

							Milliseconds. Nothing was written to the tables; the time is that of most tests.

							%s
							## Constants of a reset

							What `io.agentdata.database.reset.ResetCosts` chooses the way back by, in microseconds: differences \
							between a step and the same step with more of what the constant is about.

							%s
							```java
							%s
							```
							"""
						.formatted(this.rounds, factory.server(), Report.machine(), questions.markdown(),
								table(costs).markdown(), source(costs)));
		}
	}

	private Table questions(DatabaseFactory server) throws SQLException {
		Table table = new Table("tables", "median", "p95", "to reach");
		for (Map.Entry<Integer, Double> question : QUESTIONS.entrySet()) {
			int tables = question.getKey();
			try (DatabaseFactory factory = server.preparedBy((database) -> addTables(database, tables))) {
				Database database = factory.database("%d tables".formatted(tables));
				Steps steps = new Steps();
				steps.add("question", () -> {
				}, database::changes);
				steps.run(this.rounds);
				table.row(tables, format(steps.time("question", 0.5) / 1000),
						format(steps.time("question", 0.95) / 1000), "≤ " + question.getValue());
			}
		}
		return table;
	}

	private Map<String, Double> resetSteps(DatabaseFactory server) throws SQLException {
		try (DatabaseFactory factory = server.preparedBy(ResetSteps::prepare);
				Connection connection = factory.database("costs").dataSource().getConnection()) {
			return new ResetSteps(connection).run(this.rounds);
		}
	}

	private Map<String, Double> clones(DatabaseFactory server) throws SQLException {
		try (DatabaseFactory small = server.preparedBy((database) -> execute(database, "SELECT 1"));
				DatabaseFactory large = server
					.preparedBy((database) -> execute(database, Migrations.rows(MEGABYTES)))) {
			Steps steps = new Steps();
			addClone(steps, "small", small);
			addClone(steps, "large", large);
			steps.run(this.rounds);
			Map<String, Double> constants = new LinkedHashMap<>();
			constants.put("CLONE", steps.time("small", 0.5));
			constants.put("CLONED_MEGABYTE", steps.difference("large", "small", MEGABYTES));
			return constants;
		}
	}

	/**
	 * Add the way back by a clone, with the first answer of a new session.
	 */
	private static void addClone(Steps steps, String name, DatabaseFactory factory) {
		Database database = factory.database("clone");
		database.snapshot(SNAPSHOT);
		steps.add(name, () -> {
		}, () -> {
			database.restore(SNAPSHOT);
			execute(database, "SELECT count(*) FROM pg_class");
		});
	}

	private static void addTables(Database database, int tables) throws SQLException {
		execute(database, """
				DO $$ BEGIN FOR n IN 1..%d LOOP
				EXECUTE format('CREATE TABLE table_%%s (id bigint PRIMARY KEY, content text)', n);
				IF n %% 100 = 0 THEN COMMIT; END IF; -- as many locks as a transaction can hold
				END LOOP; END $$""".formatted(tables));
	}

	private static void execute(Database database, String sql) throws SQLException {
		try (Connection connection = database.dataSource().getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	private static Table table(Map<String, Double> costs) {
		Table table = new Table("constant", "measured", "in the engine");
		costs.forEach((name, cost) -> table.row("`%s`".formatted(name), format(cost), EngineCosts.of(name)));
		return table;
	}

	/**
	 * Return the constants as they are declared, of two significant digits.
	 */
	private static String source(Map<String, Double> costs) {
		return costs.entrySet()
			.stream()
			.map((cost) -> "private static final long %s = %s;".formatted(cost.getKey(),
					EngineCosts.rounded(cost.getValue())))
			.collect(Collectors.joining("\n"));
	}

	private static Map<Integer, Double> questions() {
		Map<Integer, Double> questions = new LinkedHashMap<>();
		questions.put(30, 0.3);
		questions.put(300, 0.6);
		questions.put(3000, 3.0);
		return questions;
	}

	private static String format(double value) {
		return String.format(Locale.ROOT, "%.2f", value);
	}

}
