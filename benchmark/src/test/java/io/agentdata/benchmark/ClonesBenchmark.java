// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.agentdata.benchmark.report.Quantile;
import io.agentdata.benchmark.report.Report;
import io.agentdata.benchmark.report.Table;

/**
 * Measures what a clone for each test costs while several JVMs of a build run.
 */
final class ClonesBenchmark {

	private static final int TEMPLATE = 10;

	private static final List<Variant> VARIANTS = List.of(Variant.RUNNING, Variant.CLONE_METHOD);

	private final SuiteRunner runner;

	private final Workload workload;

	private final int rounds;

	private final Table table = new Table("forks", "tests", "plain, median", "clone, median", "over plain",
			"plain, p95", "clone, p95", "over plain");

	ClonesBenchmark(SuiteRunner runner, Workload workload, int rounds) {
		this.runner = runner;
		this.workload = workload;
		this.rounds = rounds;
	}

	void run(Report report, int... forks) throws IOException, SQLException, InterruptedException {
		Workload heavy = this.workload.with(this.runner.migrations().ofSize(TEMPLATE));
		for (int number : forks) {
			measure(heavy.empty().inForks(number));
			measure(heavy.inForks(number));
		}
		report.text("clones", """
				# A clone for each test

				Milliseconds a test, against the same tests on a PostgreSQL already running (to reach with 4 forks: \
				≤ 10 over plain, ≤ 50 at the 95th percentile). %d tests a fork; a template of %d MB; %d rounds, in \
				turns. %s

				%s""".formatted(this.workload.allTests(), TEMPLATE, this.rounds, Report.machine(),
				this.table.markdown()));
	}

	private void measure(Workload tests) throws IOException, SQLException, InterruptedException {
		Map<Variant, List<Double>> times = new EnumMap<>(Variant.class);
		for (int round = 0; round < this.rounds; round++) {
			for (Variant variant : VARIANTS) {
				times.computeIfAbsent(variant, (key) -> new ArrayList<>())
					.addAll(this.runner.run(variant, tests).tests());
			}
		}
		List<Double> plain = times.get(Variant.RUNNING);
		List<Double> clone = times.get(Variant.CLONE_METHOD);
		this.table.row(tests.forks(), "`" + tests.test() + "`", format(Quantile.median(plain)),
				format(Quantile.median(clone)), format(Quantile.median(clone) - Quantile.median(plain)),
				format(Quantile.of(plain, 0.95)), format(Quantile.of(clone, 0.95)),
				format(Quantile.of(clone, 0.95) - Quantile.of(plain, 0.95)));
	}

	private static String format(double value) {
		return String.format(Locale.ROOT, "%.2f", value);
	}

}
