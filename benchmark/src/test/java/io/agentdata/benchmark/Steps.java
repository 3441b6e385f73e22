// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.agentdata.benchmark.report.Quantile;

/**
 * Takes the times of steps, in turns.
 */
final class Steps {

	private static final double NANOSECONDS = 1000;

	private static final int WARM_UP = 10;

	private final Map<String, Step> steps = new LinkedHashMap<>();

	/**
	 * Add a step.
	 * @param name by which its time is asked for
	 * @param before what is done before each time, without being timed
	 * @param timed what is timed
	 */
	void add(String name, Work before, Work timed) {
		this.steps.put(name, new Step(before, timed, new ArrayList<>()));
	}

	/**
	 * Take the times.
	 * @param rounds how often to time each step
	 */
	void run(int rounds) throws SQLException {
		for (int round = -WARM_UP; round < rounds; round++) {
			for (Step step : this.steps.values()) {
				step.before().run();
				long begin = System.nanoTime();
				step.timed().run();
				if (round >= 0) {
					step.times().add(System.nanoTime() - begin);
				}
			}
		}
	}

	/**
	 * Return what lies between the times of two steps, by the number of what one has more
	 * of.
	 * @param more the name of the longer step
	 * @param less the name of the shorter step
	 * @param number how many more
	 * @return microseconds
	 */
	double difference(String more, String less, int number) {
		return (time(more, 0.5) - time(less, 0.5)) / number;
	}

	/**
	 * Return a quantile of the times of a step.
	 * @return microseconds
	 */
	double time(String name, double share) {
		return Quantile.of(this.steps.get(name).times(), share) / NANOSECONDS;
	}

	/**
	 * Something that a database does.
	 */
	@FunctionalInterface
	interface Work {

		void run() throws SQLException;

	}

	/**
	 * A step with its times.
	 *
	 * @param before what is done before
	 * @param timed what is timed
	 * @param times nanoseconds, one for each round
	 */
	private record Step(Work before, Work timed, List<Long> times) {

	}

}
