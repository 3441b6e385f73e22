// SPDX-License-Identifier: Apache-2.0
package io.agentdata.test;

/**
 * How the changes of a test are undone.
 */
public enum Isolation {

	/**
	 * What {@code agent.data.isolation} says; without it {@link #ROLLBACK} with a guard.
	 * A change that another transaction commits is named, with its test, tables and stack
	 * trace, and the next test gets a fresh clone of the database. This undoes
	 * everything, and costs nothing while nothing leaks.
	 */
	AUTO,

	/**
	 * Spring's test-managed transaction alone. It undoes the work of the test's own
	 * thread, not that of other transactions, and not sequences.
	 */
	ROLLBACK,

	/**
	 * All connections that the application takes while the test runs, on any thread, are
	 * one, and all that is done with it is rolled back. It also undoes the work of
	 * {@code REQUIRES_NEW}, {@code @Async}, HTTP requests, and of libraries with a
	 * connection or a transaction manager of their own, all of which see the test's rows.
	 * It does not undo sequences, and it is not for tests of concurrency itself:
	 * transactions take turns, and what commits inside another one is undone with it.
	 */
	SANDBOX,

	/**
	 * A fresh clone of the database for each test method, without a test-managed
	 * transaction. It undoes everything, sequences too; for tests of concurrency itself.
	 */
	CLONE_METHOD,

	/**
	 * A fresh clone of the database for the test methods of a class together, without
	 * test-managed transactions.
	 */
	CLONE_CLASS,

	/**
	 * Nothing is undone, and no test-managed transaction is begun: for suites whose tests
	 * build on each other.
	 */
	NONE

}
