// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark.suite;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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

	/**
	 * Add a round that another JVM has written.
	 * @param round one of the {@link #rounds()}
	 */
	void add(String round) {
		List<Long> times = Stream.of(round.split(" ")).map(Long::valueOf).toList();
		this.classes.add(times.get(0));
		this.rounds.add(times.subList(1, times.size()));
	}

	/**
	 * Return the nanoseconds of each round: those of the class by its tests, and those of
	 * each test.
	 */
	List<String> rounds() {
		return IntStream.range(0, this.rounds.size())
			.mapToObj((round) -> Stream.concat(Stream.of(this.classes.get(round)), this.rounds.get(round).stream())
				.map(String::valueOf)
				.collect(Collectors.joining(" ")))
			.toList();
	}

	double median() {
		return quantile(0.5);
	}

	double quantile(double share) {
		return quantile(all(), share);
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
