// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.sql.Connection;
import java.sql.SQLException;

import com.zaxxer.hikari.HikariDataSource;
import org.postgresql.core.BaseConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Boot's own pool, with the same settings, whose connections are handed out as the test
 * that runs needs them.
 */
final class IsolatedDataSource extends HikariDataSource {

	private static final Logger logger = LoggerFactory.getLogger(IsolatedDataSource.class);

	private final Pool pool = new Pool();

	private final TestConnections connections;

	IsolatedDataSource(HikariDataSource original, TestConnections connections) {
		original.copyStateTo(this);
		this.connections = connections;
	}

	@Override
	public Connection getConnection() throws SQLException {
		return this.connections.connect(this.pool);
	}

	/**
	 * Close the pool, at the end of the application context. A test that closes it would
	 * take it from the others.
	 */
	@Override
	public void close() {
		TestScope scope = this.connections.current();
		if (scope.isTest()) {
			logger.error("{} closed the pool, which stays open for the other tests.", scope.test());
		}
		else {
			super.close();
		}
	}

	/**
	 * The pool itself. A connection that it was about to take in when the database was
	 * replaced is closed, and it does not know yet.
	 */
	private final class Pool implements ConnectionSource {

		@Override
		public Connection getConnection() throws SQLException {
			Connection connection = IsolatedDataSource.super.getConnection();
			while (connection.unwrap(BaseConnection.class).isClosed()) {
				evict(connection);
				connection.close();
				connection = IsolatedDataSource.super.getConnection();
			}
			return connection;
		}

		@Override
		public void evict(Connection connection) {
			evictConnection(connection);
		}

	}

}
