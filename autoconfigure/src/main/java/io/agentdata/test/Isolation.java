// SPDX-License-Identifier: Apache-2.0
package io.agentdata.test;

/**
 * How the changes of a test are undone.
 */
public enum Isolation {

	/**
	 * What {@code agent.data.isolation} says; without it the test-managed transaction,
	 * where a test has one, or else {@link #RESET}. What another transaction commits
	 * beside the test-managed one is named, with its test, tables and stack trace.
	 * Whatever the server says has changed is put back afterwards, named or not.
	 */
	AUTO,

	/**
	 * Spring's test-managed transaction, for tests that never commit. Rows that were
	 * rolled back are cleared where later tests could see them, as in a vector index.
	 * Sequences are not put back.
	 */
	ROLLBACK,

	/**
	 * Real connections, transactions and commits, without a test-managed transaction.
	 * Afterwards the changed tables and sequences are put back in place, and connections
	 * stay open. For everything that commits: a server on a random port,
	 * {@code REQUIRES_NEW}, {@code @Async}, libraries with transactions of their own.
	 * Where that is not possible, as after a change of a definition, a clone takes the
	 * database's place.
	 */
	RESET,

	/**
	 * A fresh clone of the database for each test method, without a test-managed
	 * transaction. For tests that change definitions, and of the database itself.
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
