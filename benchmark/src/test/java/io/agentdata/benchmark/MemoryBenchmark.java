// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import io.agentdata.benchmark.process.Footprint;
import io.agentdata.benchmark.report.Quantile;
import io.agentdata.benchmark.report.Report;
import io.agentdata.benchmark.report.Table;
import io.agentdata.benchmark.suite.SuiteResult;

/**
 * Measures what JVM and server hold, and whether that grows from test to test.
 */
final class MemoryBenchmark {

	private static final int STEPS = 10;

	private final SuiteRunner runner;

	private final Workload workload;

	private final int rounds;

	MemoryBenchmark(SuiteRunner runner, Workload workload, int rounds) {
		this.runner = runner;
		this.workload = workload;
		this.rounds = rounds;
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

				%s

				## Heap

				Megabytes in use at the end of %d tests, after a full collection; medians of %d rounds \
				(to reach: ≤ 8 more than on a server already running).

				%s
				## Memory of the server

				Megabytes of PSS over all its processes, the most at one moment; medians of %d rounds (to reach: \
				≤ 40 with one JVM, ≤ 80 with four).

				%s
				## Growth

				%d tests in one JVM, a clone each. Heap is after a full collection; processes are those of the \
				server, one for each connection and five of its own; open files are those of the JVM, and of the \
				server's first process; disk is the server's folder.

				%s""".formatted(Report.machine(), this.workload.allTests(), this.rounds, heap().markdown(), this.rounds,
				pss().markdown(), longRun.allTests(), growth(longRun).markdown()));
	}

	private Table heap() throws IOException, SQLException, InterruptedException {
		Table table = new Table("", "heap", "more");
		double floor = 0;
		for (Variant variant : List.of(Variant.RUNNING, Variant.AUTO, Variant.SANDBOX, Variant.CLONE_METHOD)) {
			double heap = megabytes(Quantile.median(this.runner.run(variant, this.workload, this.rounds)
				.stream()
				.map((run) -> run.result().heap())
				.toList()));
			floor = (variant == Variant.RUNNING) ? heap : floor;
			table.row(variant.label(), format(heap), format(heap - floor));
		}
		return table;
	}

	private Table pss() throws IOException, SQLException, InterruptedException {
		Table table = new Table("", "one JVM", "four JVMs");
		for (Variant variant : List.of(Variant.RUNNING, Variant.AUTO, Variant.SANDBOX, Variant.CLONE_METHOD)) {
			table.row(variant.label(), pss(variant, 1), pss(variant, 4));
		}
		return table;
	}

	private String pss(Variant variant, int forks) throws IOException, SQLException, InterruptedException {
		return format(megabytes(Quantile.median(this.runner.run(variant, this.workload.inForks(forks), this.rounds)
			.stream()
			.map(Measurement::pss)
			.toList())));
	}

	private Table growth(Workload tests) throws IOException, SQLException, InterruptedException {
		int interval = tests.allTests() / STEPS;
		SuiteResult result = this.runner.run(Variant.CLONE_METHOD, tests.notingEach(interval)).result();
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

	private static double megabytes(double bytes) {
		return bytes / (1 << 20);
	}

	private static String format(double value) {
		return String.format(Locale.ROOT, "%.1f", value);
	}

}
