// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database;

import javax.sql.DataSource;

/**
 * One database that a test or an application owns. It is safe for use by several threads.
 */
public sealed interface Database permits ClonableDatabase, ApplicationDatabase {

	/**
	 * Return the scope that owns the database.
	 * @return the id that the database was asked for with
	 */
	String testId();

	/**
	 * Return how to connect to the database. The URL stays valid whatever is restored.
	 * @return the connection's coordinates
	 */
	DatabaseConfig config();

	/**
	 * Return connections to the database, as many as are asked for. Each is opened anew
	 * and closed by its user, except for {@link Engine#PRODUCTION}, whose own pool this
	 * is.
	 * @return the connections
	 */
	DataSource dataSource();

	/**
	 * Keep the present state of the database, committed rows and sequences included,
	 * under a name. A state of the same name is replaced. Sessions of the database are
	 * ended first. Snapshots vanish with the database.
	 * @param name the name to restore it by, not blank
	 * @throws UnsupportedCapabilityException if the engine cannot copy databases
	 */
	void snapshot(String name);

	/**
	 * Put the database back into a kept state. Sessions of the database are ended first.
	 * The snapshot stays, to be restored again.
	 * @param name the name of the snapshot
	 * @throws IllegalArgumentException if there is no snapshot of that name
	 * @throws UnsupportedCapabilityException if the engine cannot copy databases
	 */
	void restore(String name);

	/**
	 * Begin to make a copy of a snapshot in the background, so that the next
	 * {@link #restore(String)} of it need not wait for one.
	 * @param name the name of the snapshot
	 * @throws IllegalArgumentException if there is no snapshot of that name
	 * @throws UnsupportedCapabilityException if the engine cannot copy databases
	 */
	void prefetch(String name);

	/**
	 * Put all sequences back to where they were in a kept state, in a moment and without
	 * ending sessions. It is not part of a transaction.
	 * @param name the name of the snapshot
	 * @throws IllegalArgumentException if there is no snapshot of that name
	 * @throws UnsupportedCapabilityException if the engine cannot copy databases
	 */
	void resetSequences(String name);

	/**
	 * Move the present state of the database to a new database on the same server, which
	 * outlives this one, and put this one back into a kept state.
	 * @param name the name of the snapshot to go on with
	 * @param keptName the name of the new database
	 * @return how to connect to the new database
	 * @throws UnsupportedCapabilityException if the engine cannot copy databases
	 */
	DatabaseConfig keep(String name, String keptName);

	/**
	 * Register a holder of connections, to be told before sessions are ended.
	 * @param owner the holder, such as a pool
	 */
	void addSessionOwner(SessionOwner owner);

}
