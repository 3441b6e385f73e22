// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark;

import java.io.IOException;
import java.sql.SQLException;
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

	/**
	 * What makes a template of 10 MB.
	 */
	private static final int MEGABYTES_OF_ROWS = 2;

	private static final List<Variant> VARIANTS = List.of(Variant.RUNNING, Variant.CLONE_METHOD);

	private final Turns turns;

	private final Workload workload;

	private final Table table = new Table("forks", "tests", "plain, median", "clone, median", "over plain",
			"plain, p95", "clone, p95", "over plain", "bare server, median", "bare server, p95");

	ClonesBenchmark(Turns turns, Workload workload) {
		this.turns = turns;
		this.workload = workload;
	}

	void run(Report report, int... forks) throws IOException, SQLException, InterruptedException {
		Workload heavy = this.workload.with(this.turns.runner().migrations().ofRows(MEGABYTES_OF_ROWS));
		CloneFloor floor = new CloneFloor(this.turns.runner().running(), MEGABYTES_OF_ROWS);
		for (int number : forks) {
			List<Double> bare = floor.measure(number, this.workload.allTests());
			measure(heavy.empty().inForks(number), bare);
			measure(heavy.inForks(number), bare);
		}
		report.text("clones", """
				# A clone for each test

				Milliseconds a test, against the same tests on a PostgreSQL already running (to reach with 4 forks: \
				≤ 10 over plain, ≤ 50 at the 95th percentile). %d tests a fork; a template of 10 MB; %d rounds, in \
				turns. The bare server is what as many clients at once need to create a database from the template, to \
				connect to it, to ask once, and to drop it. %s

				%s""".formatted(this.workload.allTests(), this.turns.rounds(), Report.machine(),
				this.table.markdown()));
	}

	private void measure(Workload tests, List<Double> bare) throws IOException, SQLException, InterruptedException {
		Map<Variant, List<Measurement>> runs = this.turns.run(VARIANTS, tests);
		List<Double> plain = times(runs.get(Variant.RUNNING));
		List<Double> clone = times(runs.get(Variant.CLONE_METHOD));
		this.table.row(tests.forks(), "`" + tests.test() + "`", format(Quantile.median(plain)),
				format(Quantile.median(clone)), format(Quantile.median(clone) - Quantile.median(plain)),
				format(Quantile.of(plain, 0.95)), format(Quantile.of(clone, 0.95)),
				format(Quantile.of(clone, 0.95) - Quantile.of(plain, 0.95)), format(Quantile.median(bare)),
				format(Quantile.of(bare, 0.95)));
	}

	private static List<Double> times(List<Measurement> runs) {
		return runs.stream().flatMap((run) -> run.tests().stream()).toList();
	}

	private static String format(double value) {
		return String.format(Locale.ROOT, "%.2f", value);
	}

}
