// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

import io.agentdata.benchmark.report.Report;

/**
 * Runs the same suite in each variant, in turns.
 */
final class SuiteBenchmark {

	private final Turns turns;

	private final List<Variant> variants;

	private final Workload workload;

	SuiteBenchmark(Turns turns, List<Variant> variants, Workload workload) {
		this.turns = turns;
		this.variants = variants;
		this.workload = workload;
	}

	/**
	 * Measure, and write table and chart.
	 */
	void run(Report report) throws IOException, SQLException, InterruptedException {
		Trial trial = new Trial(this.turns.runner(), Workload.SHORT);
		SuiteTable table = new SuiteTable(this.turns.run(trial.able(this.variants), this.workload), Variant.RUNNING);
		report.text("suite", """
				# A suite of %d tests in %d classes, side by side

				Each run is a fresh JVM; medians of %d rounds, in turns. %s

				%s
				%s""".formatted(this.workload.allTests(), this.workload.classes(), this.turns.rounds(),
				Report.machine(), table.markdown(), trial.notRun()));
		report.chart("suite", table.chart().svg());
	}

}
