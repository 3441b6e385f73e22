// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import org.postgresql.core.BaseConnection;
import org.postgresql.core.ServerVersion;
import org.postgresql.core.TransactionState;

import org.springframework.jdbc.datasource.DataSourceUtils;

/**
 * Checks in the test-managed transaction what a commit would check: changes that are not
 * written yet, and deferred constraints.
 */
final class ConstraintCheck {

	private static final String CHECK = "SET CONSTRAINTS ALL IMMEDIATE";

	private final DataSource dataSource;

	private final Runnable pendingChanges;

	/**
	 * Describe what to check.
	 * @param dataSource the DataSource of the test-managed transaction
	 * @param pendingChanges writes what is not written yet
	 */
	ConstraintCheck(DataSource dataSource, Runnable pendingChanges) {
		this.dataSource = dataSource;
		this.pendingChanges = pendingChanges;
	}

	/**
	 * Check; the transaction stays open.
	 * @throws SQLException if a constraint is violated
	 */
	void verify() throws SQLException {
		Connection connection = DataSourceUtils.getConnection(this.dataSource);
		try {
			if (connection.isClosed()) {
				return;
			}
			if (!connection.isWrapperFor(BaseConnection.class)) {
				this.pendingChanges.run();
				return;
			}
			BaseConnection server = connection.unwrap(BaseConnection.class);
			// a transaction that has failed already can only be rolled back
			if (server.getTransactionState() != TransactionState.FAILED) {
				this.pendingChanges.run();
				boolean reports = server.haveMinimumServerVersion(ServerVersion.v15);
				Sql.run(server, CHECK + (reports ? "; " + TransactionChanges.REPORT_STATISTICS : ""));
			}
		}
		finally {
			DataSourceUtils.releaseConnection(connection, this.dataSource);
		}
	}

}
