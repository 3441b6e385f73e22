// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.sql.Connection;
import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

/**
 * Operations on sessions of one kind of database server, as its driver made them. None of
 * them begins a transaction.
 */
interface SessionKind {

	/**
	 * Return the kind of the sessions of a database.
	 */
	static SessionKind of(boolean postgres) {
		return postgres ? new PostgresSessions() : new H2Sessions();
	}

	/**
	 * Return the server's process id of a session.
	 * @return it, or {@code null} where sessions have none
	 */
	@Nullable Integer processId(Connection session) throws SQLException;

	/**
	 * Cancel the statement that a session executes, if any, by which the session may end.
	 */
	void cancel(Connection session) throws SQLException;

	/**
	 * Tell the server to end a session whose client has closed it.
	 * @param processId the server's process id of the session
	 * @param other another session of the same database
	 * @return whether the session has ended
	 */
	boolean terminate(int processId, Connection other) throws SQLException;

	/**
	 * Return whether a transaction is open that a commit would make final.
	 */
	boolean hasOpenTransaction(Connection session) throws SQLException;

	/**
	 * Return whether a transaction is open that has failed.
	 */
	boolean hasFailedTransaction(Connection session) throws SQLException;

	/**
	 * Return a point in the life of a session, before a statement.
	 */
	Object position(Connection session) throws SQLException;

	/**
	 * Return whether a statement may have made a change final.
	 * @param position the point before it
	 */
	boolean mayHaveCommitted(Connection session, Object position) throws SQLException;

	/**
	 * Execute statements, whatever the driver believes of transactions.
	 */
	void execute(Connection session, String sql) throws SQLException;

	/**
	 * Check in the open transaction what its commit would check.
	 * @throws SQLException if a constraint is violated
	 */
	void checkConstraints(Connection session) throws SQLException;

	/**
	 * Let the server count what the session has committed.
	 */
	void report(Connection session) throws SQLException;

	/**
	 * Ask the server for nothing, to see that it answers.
	 * @throws SQLException if it has ended the session
	 */
	void verify(Connection session) throws SQLException;

	/**
	 * Return what the driver keeps of a session that was just opened.
	 * @return it, or {@code null} where no session is put back
	 */
	@Nullable DriverSettings settings(Connection session) throws SQLException;

	/**
	 * Roll back what is open, bring the session into the state in which the pool hands it
	 * out, and let the server count what it has done.
	 * @param settings what the driver had when the session was opened
	 * @return whether that is possible; a new session takes its place otherwise
	 */
	boolean putBack(Connection session, @Nullable DriverSettings settings, PoolDefaults defaults) throws SQLException;

}
