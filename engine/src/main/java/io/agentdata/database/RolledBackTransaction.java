// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import javax.sql.DataSource;

import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/**
 * A transaction on a connection of its own, which is rolled back and closed at the end.
 */
final class RolledBackTransaction implements AutoCloseable {

	private final Connection connection;

	private RolledBackTransaction(Connection connection) {
		this.connection = connection;
	}

	static RolledBackTransaction begin(DataSource dataSource) throws SQLException {
		RolledBackTransaction transaction = new RolledBackTransaction(dataSource.getConnection());
		try {
			transaction.connection.setAutoCommit(false);
			return transaction;
		}
		catch (SQLException ex) {
			transaction.connection.close();
			throw ex;
		}
	}

	/**
	 * Return the connection for those who must not commit it.
	 */
	Connection connection() {
		return (Connection) Proxy.newProxyInstance(RolledBackTransaction.class.getClassLoader(),
				new Class<?>[] { Connection.class }, new RolledBackConnection(this.connection));
	}

	/**
	 * Check what a commit would check.
	 */
	void verifyConstraints() throws SQLException {
		// a transaction that has failed already can only be rolled back
		if (this.connection.unwrap(BaseConnection.class).getTransactionState() != TransactionState.FAILED) {
			try (Statement statement = this.connection.createStatement()) {
				statement.execute("SET CONSTRAINTS ALL IMMEDIATE");
			}
		}
	}

	@Override
	public void close() throws SQLException {
		try (Connection closing = this.connection) {
			if (!closing.isClosed()) {
				closing.rollback();
			}
		}
	}

}
