// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

/**
 * Session of a database server beneath a pooled connection, which outlives its users. It
 * is safe for use by several threads.
 */
interface PooledSession {

	/**
	 * Lend the session to somebody who has taken the connection out of the pool. It is
	 * opened again where it was closed since.
	 * @throws SQLException if it cannot be opened
	 */
	void lend(Loan loan) throws SQLException;

	/**
	 * Return the loan that has not ended.
	 * @return it, or {@code null} where nobody has the session
	 */
	@Nullable Loan loan();

	/**
	 * Put the session back to how it began, if nobody has it and it was used, and let it
	 * report its changes to the server.
	 * @return the server's process id of the session, or {@code null} where it has not
	 * reported
	 */
	@Nullable Integer settle();

	/**
	 * Return whether it was used since it was last settled.
	 */
	boolean isUsed();

	/**
	 * Close the session. It is opened again when it is needed.
	 */
	void disconnect();

	/**
	 * End the session with the statement that it executes, and wait until the server has
	 * ended it: what it commits is committed before this returns, or not at all.
	 */
	void terminate();

	/**
	 * Check the deferred constraints of the open transaction, unless that has failed.
	 * @throws SQLException if one is violated
	 */
	void checkConstraints() throws SQLException;

	/**
	 * Return whether a transaction is open that has failed, and can only be rolled back.
	 * @throws SQLException if the session is closed
	 */
	boolean hasFailedTransaction() throws SQLException;

	/**
	 * Commit what an open transaction holds, behind the back of its user.
	 * @return whether a transaction had failed, so that it could not be committed
	 * @throws SQLException if the server does not answer
	 */
	boolean commitBehindTheUser() throws SQLException;

}
