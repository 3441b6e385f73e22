// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;

import io.agentdata.database.Database;
import org.jspecify.annotations.Nullable;

/**
 * Routes each connection request to the test of the calling thread. It is safe for use by
 * several threads.
 */
final class TestConnections {

	private volatile @Nullable Database database;

	private volatile @Nullable PooledConnections pool;

	private volatile @Nullable Scopes scopes;

	/**
	 * Name the context's own database, before the first connection to it.
	 */
	void setFirst(Database first, PooledConnections connections) {
		this.database = first;
		this.pool = connections;
	}

	/**
	 * Return the context's own database.
	 */
	Database database() {
		return Objects.requireNonNull(this.database, "There is no pool yet");
	}

	/**
	 * Return the pool of the context's own database.
	 */
	PooledConnections pool() {
		return Objects.requireNonNull(this.pool, "There is no pool yet");
	}

	/**
	 * Ask for the work of each thread from now on: the application has started.
	 */
	void seal(Scopes sealed) {
		this.scopes = sealed;
	}

	Connection connect() throws SQLException {
		Scopes sealed = this.scopes;
		return (sealed != null) ? sealed.connect() : pool().getConnection(null);
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
