// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark.suite;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.agentdata.benchmark.report.Quantile;

/**
 * What was measured of one mode, round by round. All results are milliseconds.
 */
final class Samples {

	private static final double NANOSECONDS = 1_000_000;

	private final List<List<Long>> rounds = new ArrayList<>();

	private final List<Long> classes = new ArrayList<>();

	void add(TestTimes times) {
		this.rounds.add(List.copyOf(times.tests()));
		this.classes.add(times.classTimeOfOneTest());
	}

	double median() {
		return quantile(all(), 0.5);
	}

	double percentile95() {
		return quantile(all(), 0.95);
	}

	double classTimeOfOneTest() {
		return quantile(this.classes.stream(), 0.5);
	}

	/**
	 * Return the median of each round.
	 * @return as many as rounds
	 */
	List<Double> medians() {
		return this.rounds.stream().map((round) -> quantile(round.stream(), 0.5)).toList();
	}

	private Stream<Long> all() {
		return this.rounds.stream().flatMap(List::stream);
	}

	private static double quantile(Stream<Long> times, double share) {
		return Quantile.of(times.toList(), share) / NANOSECONDS;
	}

}
