// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Checks in the test-managed transaction what a commit would check: changes that are not
 * written yet, and deferred constraints.
 */
final class ConstraintCheck {

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
	 * Check; the transaction stays open. One that can only be rolled back is passed over,
	 * and so is one with callbacks before its commit: they may add what is missing, and a
	 * rollback leaves them out.
	 * @param test the test, in words
	 * @throws ViolatedConstraintException if a constraint is violated
	 */
	void verify(String test) {
		if (isRollbackOnly() || CommitCallbacks.areRegistered()) {
			return;
		}
		try {
			check();
		}
		catch (SQLException | RuntimeException ex) {
			throw new ViolatedConstraintException(test, ex);
		}
	}

	private void check() throws SQLException {
		Connection connection = DataSourceUtils.getConnection(this.dataSource);
		try {
			if (!connection.isClosed() && connection.isWrapperFor(PooledSession.class)) {
				PooledSession session = connection.unwrap(PooledSession.class);
				if (!session.hasFailedTransaction()) {
					this.pendingChanges.run();
					session.checkConstraints();
				}
			}
		}
		finally {
			DataSourceUtils.releaseConnection(connection, this.dataSource);
		}
	}

	/**
	 * Return whether something within the transaction has decided that it must not be
	 * committed, as a service does whose exception the test expects.
	 */
	private boolean isRollbackOnly() {
		return TransactionSynchronizationManager.getResource(this.dataSource) instanceof ConnectionHolder holder
				&& holder.isRollbackOnly();
	}

}
