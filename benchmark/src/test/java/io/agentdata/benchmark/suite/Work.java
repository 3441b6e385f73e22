// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark.suite;

/**
 * What a test does whose isolation is timed.
 */
enum Work {

	/**
	 * Nothing: what is left is the time of the callbacks.
	 */
	NOTHING("A test that does nothing", "≤ 3"),

	THREE_MESSAGES("A thread with three messages is saved and read", "≤ 3"),

	THREE_TABLES("A row is inserted into each of 3 empty tables", "≤ 3"),

	TEN_TABLES("A row is inserted into each of 10 empty tables", "≤ 6"),

	SEEDED_TABLES("10 of 200 seeded rows are updated in each of 3 tables", "≤ 6"),

	/**
	 * Many transactions of its own, each of which inserts a row.
	 */
	COMMITS("10,000 short transactions are committed", "–");

	/**
	 * The number of transactions of {@link #COMMITS}.
	 */
	static final int TRANSACTIONS = 10_000;

	private final String label;

	private final String target;

	Work(String label, String target) {
		this.label = label;
		this.target = target;
	}

	String label() {
		return this.label;
	}

	/**
	 * Return the overhead to reach where the work is committed and put back.
	 * @return milliseconds a test, as the design states them
	 */
	String target() {
		return this.target;
	}

}
