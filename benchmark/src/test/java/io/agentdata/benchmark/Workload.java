// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark;

import java.util.Map;
import java.util.TreeMap;

/**
 * What the JVMs of a measurement do.
 *
 * @param test the method that each class repeats
 * @param classes the number of test classes, 1 or more
 * @param tests the tests of each class, 1 or more
 * @param forks the JVMs that do it at the same time
 * @param interval after how many tests to note what is held, or 0
 * @param properties system properties by name
 */
record Workload(String test, int classes, int tests, int forks, int interval, Map<String, String> properties) {

	/**
	 * The suite that the alternatives are compared by: 200 tests in 20 classes.
	 */
	static final Workload SUITE = new Workload("recalls", 20, 10, 1, 0, Map.of());

	/**
	 * As little as still goes every way.
	 */
	static final Workload SHORT = SUITE.ofSize(2, 3);

	Workload ofSize(int otherClasses, int otherTests) {
		return new Workload(this.test, otherClasses, otherTests, this.forks, this.interval, this.properties);
	}

	/**
	 * Return the same with tests that do nothing, whose time is that of the isolation.
	 */
	Workload empty() {
		return of("doesNothing");
	}

	/**
	 * Return the same with another test method.
	 */
	Workload of(String method) {
		return new Workload(method, this.classes, this.tests, this.forks, this.interval, this.properties);
	}

	Workload inForks(int number) {
		return new Workload(this.test, this.classes, this.tests, number, this.interval, this.properties);
	}

	Workload notingEach(int number) {
		return new Workload(this.test, this.classes, this.tests, this.forks, number, this.properties);
	}

	Workload with(Map<String, String> more) {
		Map<String, String> all = new TreeMap<>(this.properties);
		all.putAll(more);
		return new Workload(this.test, this.classes, this.tests, this.forks, this.interval, all);
	}

	Workload inThreads(int threads) {
		String prefix = "junit.jupiter.execution.parallel.";
		return with(Map.of(prefix + "enabled", "true", prefix + "mode.default", "concurrent",
				prefix + "config.strategy", "fixed", prefix + "config.fixed.parallelism", String.valueOf(threads)));
	}

	int allTests() {
		return this.classes * this.tests * this.forks;
	}

}
