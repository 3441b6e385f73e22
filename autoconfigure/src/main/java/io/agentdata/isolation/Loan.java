// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.sql.Connection;
import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

/**
 * Connection that somebody has taken out of the pool.
 *
 * @param connection the connection as its user sees it
 * @param test the test that it was taken for, or {@code null} where that is none
 * @param thread the name of the thread that took it
 * @param call where it was taken, as a stack trace
 */
record Loan(Connection connection, @Nullable TestScope test, String thread, Throwable call) {

	static Loan of(Connection connection, @Nullable TestScope test) {
		return new Loan(connection, test, Thread.currentThread().getName(),
				new Throwable("The call that took the connection"));
	}

	/**
	 * Return whether the connection was given back.
	 */
	boolean isEnded() {
		try {
			return this.connection.isClosed();
		}
		catch (SQLException ex) {
			return true;
		}
	}

	/**
	 * Return who has the connection, in words.
	 */
	String holder() {
		return "thread '%s', which took it at %s".formatted(this.thread, CallSite.of(this.call));
	}

}
