// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.sql.Connection;
import java.sql.SQLException;

import com.zaxxer.hikari.HikariDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Boot's own pool, with the same settings, which hands out connections as the test needs
 * them that the thread works for.
 */
final class IsolatedDataSource extends HikariDataSource {

	private static final Logger logger = LoggerFactory.getLogger(IsolatedDataSource.class);

	private final TestConnections connections;

	IsolatedDataSource(HikariDataSource original, TestConnections connections) {
		original.copyStateTo(this);
		this.connections = connections;
	}

	@Override
	public Connection getConnection() throws SQLException {
		return this.connections.connect(this);
	}

	/**
	 * Take a connection of this pool, whatever the test needs.
	 */
	Connection takeOwn() throws SQLException {
		return super.getConnection();
	}

	/**
	 * Close the pool, at the end of the application context. A test that closes it would
	 * take it from the others.
	 */
	@Override
	public void close() {
		TestScope scope = this.connections.scopeOfTest();
		if (scope != null) {
			logger.error("{} closed the pool, which stays open for the other tests.", scope.name());
		}
		else {
			super.close();
		}
	}

}
