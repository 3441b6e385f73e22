// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import io.agentdata.benchmark.report.Report;

/**
 * Runs the same suite in each variant, in turns.
 */
final class SuiteBenchmark {

	private final Turns turns;

	private final List<Variant> variants;

	private final Workload workload;

	private final Map<Variant, String> notRun = new EnumMap<>(Variant.class);

	SuiteBenchmark(Turns turns, List<Variant> variants, Workload workload) {
		this.turns = turns;
		this.variants = variants;
		this.workload = workload;
	}

	/**
	 * Measure, and write table and chart.
	 */
	void run(Report report) throws IOException, SQLException, InterruptedException {
		List<Variant> able = new ArrayList<>();
		for (Variant variant : this.variants) {
			if (runs(variant)) {
				able.add(variant);
			}
		}
		SuiteTable table = new SuiteTable(this.turns.run(able, this.workload));
		report.text("suite", """
				# A suite of %d tests in %d classes, side by side

				Each run is a fresh JVM; medians of %d rounds, in turns. %s

				%s
				%s""".formatted(this.workload.allTests(), this.workload.classes(), this.turns.rounds(),
				Report.machine(), table.markdown(), notRun()));
		report.chart("suite", table.chart().svg());
	}

	/**
	 * Try a variant, which also makes its files known to the machine's caches.
	 */
	private boolean runs(Variant variant) throws InterruptedException {
		try {
			this.turns.runner().run(variant, Workload.SHORT);
			return true;
		}
		catch (IOException | SQLException ex) {
			this.notRun.put(variant, Reason.of(ex));
			return false;
		}
	}

	private String notRun() {
		StringBuilder text = new StringBuilder();
		this.notRun.forEach((variant, reason) -> text.append("- Not run: %s. %s%n".formatted(variant.label(), reason)));
		return text.toString();
	}

}
