// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark;

import java.util.Arrays;
import java.util.List;

import io.agentdata.benchmark.report.Quantile;
import io.agentdata.benchmark.suite.SuiteResult;

/**
 * What one run of a workload took.
 *
 * @param wall milliseconds from the start of the first JVM to the end of the last
 * @param pss the most bytes of memory that the processes of the server had at one moment,
 * 0 where there are none
 * @param results what each JVM measured, at least one
 */
record Measurement(long wall, long pss, List<SuiteResult> results) {

	private static final double NANOSECONDS = 1_000_000;

	/**
	 * Return when the first test had ended in each JVM.
	 * @return milliseconds after the start
	 */
	long first() {
		return this.results.stream().mapToLong(SuiteResult::first).max().orElseThrow();
	}

	/**
	 * Return the time between the ends of two tests, whatever happens between them.
	 * @return milliseconds
	 */
	double betweenTests() {
		return this.results.stream()
			.mapToDouble((result) -> result.afterFirst() / NANOSECONDS / Math.max(1, result.tests().length - 1))
			.average()
			.orElseThrow();
	}

	/**
	 * Return how long each test took, but for the first one of each JVM.
	 * @return milliseconds, JVM by JVM in the order of their ends
	 */
	List<Double> tests() {
		return this.results.stream()
			.flatMap((result) -> Arrays.stream(result.tests()).skip(1).mapToObj((test) -> test / NANOSECONDS))
			.toList();
	}

	double test(double share) {
		return Quantile.of(tests(), share);
	}

	long database() {
		return this.results.stream().mapToLong(SuiteResult::database).max().orElseThrow();
	}

	SuiteResult result() {
		return this.results.get(0);
	}

}
