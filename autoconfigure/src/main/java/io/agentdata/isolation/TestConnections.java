// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Gives each connection that the application takes to the work that the thread does. It
 * is safe for use by several threads.
 */
final class TestConnections {

	private volatile @Nullable Lane first;

	private volatile @Nullable Scopes scopes;

	/**
	 * Name the context's own database, before the first connection to it.
	 */
	void setFirst(Lane first) {
		this.first = first;
	}

	/**
	 * Return the context's own database.
	 */
	Lane first() {
		return Objects.requireNonNull(this.first, "There is no pool yet");
	}

	/**
	 * Ask for the work of each thread from now on: the application has started.
	 */
	void seal(Scopes scopes) {
		this.scopes = scopes;
	}

	Connection connect() throws SQLException {
		Scopes sealed = this.scopes;
		return (sealed != null) ? sealed.connect() : first().pool().getConnection();
	}

	/**
	 * Return the test that the present thread works for.
	 * @return it, or {@code null} where the thread is none of a test
	 */
	@Nullable TestScope scopeOfTest() {
		Scopes sealed = this.scopes;
		return (sealed != null) ? sealed.test() : null;
	}

	/**
	 * Knows what threads work for.
	 */
	interface Scopes {

		/**
		 * Take a connection for what the present thread works for.
		 * @throws SQLException if that is over, or not known
		 */
		Connection connect() throws SQLException;

		/**
		 * Return the test that the present thread works for.
		 * @return it, or {@code null} where the thread is none of a test
		 */
		@Nullable TestScope test();

	}

}
