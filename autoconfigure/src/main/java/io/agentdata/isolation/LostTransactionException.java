// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.sql.SQLException;

/**
 * The session of an open transaction was replaced, and with it went what the transaction
 * had done. Its other statements are refused, so that they are not committed without the
 * first ones.
 */
final class LostTransactionException extends SQLException {

	private static final long serialVersionUID = 1L;

	/**
	 * The state of a transaction that can only be rolled back. A pool keeps the
	 * connection, as it does not with the states of broken ones.
	 */
	private static final String IN_FAILED_SQL_TRANSACTION = "25P02";

	LostTransactionException(String holder, String work) {
		super(("The transaction of %s was open when the database was copied or replaced, after %s. What it had done is "
				+ "lost. Roll it back, or close the connection; it goes on with a new session then. Let a test wait for "
				+ "the work of other threads that it, or the application's start, has begun.")
			.formatted(holder, work), IN_FAILED_SQL_TRANSACTION);
	}

}
