// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

import io.agentdata.benchmark.report.Report;

/**
 * Runs a suite whose tests commit, beside the same suite that is rolled back.
 */
final class CommitsBenchmark {

	private static final List<Variant> TRANSACTIONS = List.of(Variant.RUNNING, Variant.AUTO,
			Variant.AUTO_WITHOUT_TRANSACTION, Variant.RUNNING_TRUNCATED, Variant.TESTCONTAINERS_TRUNCATED,
			Variant.ZONKY_DOCKER_REFRESH);

	private static final List<Variant> REQUESTS = List.of(Variant.RUNNING_WEB, Variant.AUTO_WEB,
			Variant.RUNNING_TRUNCATED_WEB);

	private final Turns turns;

	private final Workload workload;

	/**
	 * Create a benchmark.
	 * @param turns what runs the suites
	 * @param workload the size of the suites
	 */
	CommitsBenchmark(Turns turns, Workload workload) {
		this.turns = turns;
		// each test is a leak where it has a test-managed transaction
		this.workload = workload.with(Map.of("agent.data.on-leak", "heal"));
	}

	/**
	 * Measure, and write the tables.
	 */
	void run(Report report) throws IOException, SQLException, InterruptedException {
		report.text("commits", """
				# A suite of %d tests in %d classes that commit

				Each run is a fresh JVM; medians of %d rounds, in turns. %s

				## In `REQUIRES_NEW`

				The first line is the floor (to reach: ≤ 1.10): its tests join the test-managed transaction, and are \
				only rolled back. Those of all others commit; what they leave is named and put back beside a \
				test-managed transaction, and put back without one.

				%s
				## By requests to a server on a random port

				The first line is the floor: what its tests commit stays.

				%s""".formatted(this.workload.allTests(), this.workload.classes(), this.turns.rounds(),
				Report.machine(), run(TRANSACTIONS, "commits"), run(REQUESTS, "requests")));
	}

	private String run(List<Variant> variants, String test) throws IOException, SQLException, InterruptedException {
		Workload tests = this.workload.of(test);
		Trial trial = new Trial(this.turns.runner(), tests.ofSize(2, 3));
		SuiteTable table = new SuiteTable(this.turns.run(trial.able(variants), tests), variants.get(0));
		return table.markdown() + "\n" + trial.notRun();
	}

}
