// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;

import com.zaxxer.hikari.HikariDataSource;
import io.agentdata.database.Database;
import org.jspecify.annotations.Nullable;

/**
 * Routes each connection request to the test of the calling thread. It is safe for use by
 * several threads.
 */
final class TestConnections {

	private final DatabaseConnections ofFirst = new DatabaseConnections((asked) -> {
		throw new IllegalStateException("The pool is none of the application's");
	});

	private volatile @Nullable Database database;

	private volatile @Nullable Scopes scopes;

	/**
	 * Add a pool of the context's own database, before the first connection of it.
	 */
	void add(Database first, HikariDataSource pool, PooledConnections opened) {
		this.database = first;
		this.ofFirst.add(pool, opened);
	}

	/**
	 * Return the context's own database.
	 */
	Database database() {
		return Objects.requireNonNull(this.database, "There is no pool yet");
	}

	/**
	 * Return the connections to the context's own database.
	 */
	DatabaseConnections ofFirst() {
		return this.ofFirst;
	}

	/**
	 * Ask for the work of each thread from now on: the application has started.
	 */
	void seal(Scopes sealed) {
		this.scopes = sealed;
	}

	/**
	 * Take a connection for the work of the present thread.
	 * @param asked the pool that the application has asked
	 */
	Connection connect(HikariDataSource asked) throws SQLException {
		Scopes sealed = this.scopes;
		return (sealed != null) ? sealed.connect(asked) : ofFirst().getConnection(asked, null);
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
		 * @param asked the pool that the application has asked
		 * @throws SQLException if that is over, or not known
		 */
		Connection connect(HikariDataSource asked) throws SQLException;

		/**
		 * Return the test that the present thread works for.
		 * @return it, or {@code null} where the thread is none of a test
		 */
		@Nullable TestScope test();

	}

}
