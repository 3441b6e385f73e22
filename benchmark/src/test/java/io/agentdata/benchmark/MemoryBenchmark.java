// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

import io.agentdata.benchmark.process.Footprint;
import io.agentdata.benchmark.report.Quantile;
import io.agentdata.benchmark.report.Report;
import io.agentdata.benchmark.report.Table;
import io.agentdata.benchmark.suite.Suite;
import io.agentdata.benchmark.suite.SuiteResult;

/**
 * Measures what JVM and server hold, and whether that grows from test to test.
 */
final class MemoryBenchmark {

	private static final List<Variant> GROWING = List.of(Variant.RESET, Variant.CLONE_METHOD);

	private static final int STEPS = 10;

	private static final int FORKS = 4;

	private final Turns turns;

	private final List<Variant> variants;

	private final Workload workload;

	MemoryBenchmark(Turns turns, List<Variant> variants, Workload workload) {
		this.turns = turns;
		this.variants = variants;
		this.workload = workload;
	}

	/**
	 * Measure, and write the tables.
	 * @param classes the test classes of the long run
	 * @param tests the tests of each, so that all of them can be parted in ten
	 */
	void run(Report report, int classes, int tests) throws IOException, SQLException, InterruptedException {
		Workload longRun = this.workload.ofSize(classes, tests);
		report.text("memory", """
				# What is held

				Megabytes; medians of %d rounds of %d tests, in turns. %s

				%s
				Heap is what is in use at the end of the tests, after a full collection (to reach: ≤ 8 more than on a \
				server already running). PSS is the memory of all processes of the server, the most at one moment \
				(to reach: ≤ 40 with one JVM, ≤ 80 with %d).

				## Growth

				%d tests in one JVM. Heap is after a full collection; processes are those of the server, one for each \
				connection and some of its own; open files are those of the JVM, and of the server's first process; \
				disk is the server's data.

				%s""".formatted(this.turns.rounds(), this.workload.allTests(), Report.machine(), held().markdown(),
				FORKS, longRun.allTests(), growth(longRun)));
	}

	private String growth(Workload tests) throws IOException, SQLException, InterruptedException {
		StringBuilder text = new StringBuilder();
		for (Variant variant : GROWING) {
			text.append("### %s%n%n%s%n".formatted(variant.label(), growth(variant, tests).markdown()));
		}
		return text.toString().strip() + "\n";
	}

	private Table held() throws IOException, SQLException, InterruptedException {
		Map<Variant, List<Measurement>> alone = this.turns.run(this.variants,
				this.workload.with(Map.of(Suite.HEAP, "true")));
		Map<Variant, List<Measurement>> forks = this.turns.run(this.variants, this.workload.inForks(FORKS));
		Table table = new Table("", "heap", "more", "PSS with one JVM", "PSS with " + FORKS);
		double floor = median(alone.get(this.variants.get(0)), (run) -> run.result().heap());
		for (Variant variant : this.variants) {
			double heap = median(alone.get(variant), (run) -> run.result().heap());
			table.row(variant.label(), format(heap), format(heap - floor),
					format(median(alone.get(variant), Measurement::pss)),
					format(median(forks.get(variant), Measurement::pss)));
		}
		return table;
	}

	private Table growth(Variant variant, Workload tests) throws IOException, SQLException, InterruptedException {
		int interval = tests.allTests() / STEPS;
		SuiteResult result = this.turns.runner().run(variant, tests.notingEach(interval)).result();
		Table table = new Table("tests", "median, ms", "heap, MB", "files, JVM", "files, server", "processes",
				"PSS, MB", "disk, MB");
		for (int step = 0; step < result.footprints().length; step++) {
			Footprint footprint = result.footprints()[step];
			List<Long> times = Arrays.stream(result.tests(), step * interval, (step + 1) * interval).boxed().toList();
			table.row((step + 1) * interval, format(Quantile.median(times) / 1_000_000),
					format(megabytes(footprint.heap())), footprint.jvmHandles(), footprint.serverHandles(),
					footprint.processes(), format(megabytes(footprint.serverPss())),
					format(megabytes(footprint.disk())));
		}
		return table;
	}

	private static double median(List<Measurement> runs, ToDoubleFunction<Measurement> bytes) {
		return megabytes(Quantile.median(runs.stream().map(bytes::applyAsDouble).toList()));
	}

	private static double megabytes(double bytes) {
		return bytes / (1 << 20);
	}

	private static String format(double value) {
		return String.format(Locale.ROOT, "%.1f", value);
	}

}
