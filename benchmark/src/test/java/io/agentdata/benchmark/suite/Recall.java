// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark.suite;

import java.util.ArrayList;
import java.util.List;

import io.agentdata.benchmark.report.Quantile;

/**
 * What the tests of some rounds have found, and how long they took.
 */
final class Recall {

	private static final double NANOSECONDS = 1_000_000;

	private static final double SECOND = 1000;

	/**
	 * A figure of one test is that of the last ones until it.
	 */
	private static final int WINDOW = 10;

	private final List<List<Integer>> found = new ArrayList<>();

	private final List<List<Long>> times = new ArrayList<>();

	private final String label;

	Recall(String label) {
		this.label = label;
	}

	String label() {
		return this.label;
	}

	/**
	 * Add a round.
	 * @param nearest how many of the nearest messages each test has found
	 * @param nanoseconds how long each took
	 */
	void add(List<Integer> nearest, List<Long> nanoseconds) {
		this.found.add(nearest);
		this.times.add(nanoseconds);
	}

	/**
	 * Return how many of the nearest messages are found.
	 * @param test the number of the test, from 1
	 * @return the mean of the ten tests until this one, or of as many as there are
	 */
	double found(int test) {
		return window(this.found, test).stream().mapToInt(Integer::intValue).average().orElseThrow();
	}

	/**
	 * Return how many tests of all have found all.
	 * @return a share, from 0 to 1
	 */
	double complete() {
		return this.found.stream()
			.flatMap(List::stream)
			.mapToInt((nearest) -> (nearest == RecallCase.NEAREST) ? 1 : 0)
			.average()
			.orElseThrow();
	}

	/**
	 * Return how long a test takes.
	 * @param test the number of the test, from 1
	 * @return milliseconds, the median of the ten tests until this one
	 */
	double time(int test) {
		return Quantile.median(window(this.times, test)) / NANOSECONDS;
	}

	/**
	 * Return how long all tests of a round take.
	 * @return seconds, the median of the rounds
	 */
	double total() {
		return Quantile
			.median(this.times.stream().map((round) -> round.stream().mapToLong(Long::longValue).sum()).toList())
				/ NANOSECONDS / SECOND;
	}

	private static <T> List<T> window(List<List<T>> rounds, int test) {
		return rounds.stream().flatMap((round) -> round.subList(Math.max(0, test - WINDOW), test).stream()).toList();
	}

}
