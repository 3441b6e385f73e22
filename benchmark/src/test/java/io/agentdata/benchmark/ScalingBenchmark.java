// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

import io.agentdata.benchmark.report.Report;

/**
 * Measures how costs grow with what a project has more of.
 */
final class ScalingBenchmark {

	private static final double SECOND = 1000;

	private static final List<Variant> VARIANTS = List.of(Variant.RUNNING, Variant.AUTO, Variant.CLONE_METHOD);

	private static final List<Integer> AT_A_TIME = List.of(1, 2, 4, 8);

	private final Turns turns;

	ScalingBenchmark(Turns turns) {
		this.turns = turns;
	}

	void run(Report report) throws IOException, SQLException, InterruptedException {
		for (Curve curve : curves(this.turns.runner().migrations())) {
			curve.measure(this.turns, report);
		}
	}

	private static List<Curve> curves(Migrations migrations) {
		return List.of(
				new Curve("scaling-migrations", "Pool and migrations of a first run: milliseconds", "migrations",
						List.of(10, 30, 100, 300, 1000), List.of(Variant.RUNNING, Variant.AUTO),
						(number) -> Workload.SHORT.with(migrations.ofNumber(number)), Measurement::database),
				new Curve("scaling-template", "From test to test: milliseconds", "megabytes of rows",
						List.of(1, 10, 100, 1000), VARIANTS,
						(megabytes) -> Workload.SUITE.ofSize(2, 10).with(migrations.ofRows(megabytes)),
						Measurement::betweenTests),
				new Curve("scaling-forks", "A build of so many suites at the same time: seconds", "forks", AT_A_TIME,
						VARIANTS, Workload.SUITE::inForks, ScalingBenchmark::wall),
				new Curve("scaling-threads", "The suite in parallel threads: seconds", "threads", AT_A_TIME,
						List.of(Variant.AUTO, Variant.CLONE_METHOD), Workload.SUITE::inThreads, ScalingBenchmark::wall),
				new Curve("scaling-tests", "The whole JVM: seconds", "tests", List.of(10, 100, 1000, 5000), VARIANTS,
						(tests) -> Workload.SUITE.ofSize(10, tests / 10), ScalingBenchmark::wall));
	}

	private static double wall(Measurement run) {
		return run.wall() / SECOND;
	}

}
