// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.util.UtilityElf;
import org.jspecify.annotations.Nullable;

/**
 * State that a pool hands its connections out in.
 *
 * @param readOnly whether their transactions are read-only
 * @param autoCommit whether each statement is a transaction
 * @param isolation the transaction isolation by its number, or -1 for the server's own
 * @param schema the schema of unqualified names, or {@code null} for the server's own
 * @param initialSql what a new connection executes, or {@code null} for nothing
 */
record PoolDefaults(boolean readOnly, boolean autoCommit, int isolation, @Nullable String schema,
		@Nullable String initialSql) {

	static PoolDefaults of(HikariConfig pool) {
		return new PoolDefaults(pool.isReadOnly(), pool.isAutoCommit(),
				UtilityElf.getTransactionIsolation(pool.getTransactionIsolation()), pool.getSchema(),
				pool.getConnectionInitSql());
	}

	/**
	 * Bring a new session to the state, in the order in which the pool itself does.
	 */
	void applyTo(Connection connection) throws SQLException {
		if (this.isolation != -1) {
			connection.setTransactionIsolation(this.isolation);
		}
		if (this.schema != null) {
			connection.setSchema(this.schema);
		}
		connection.setReadOnly(this.readOnly);
		if (this.initialSql != null) {
			try (Statement statement = connection.createStatement()) {
				statement.execute(this.initialSql);
			}
		}
		connection.setAutoCommit(this.autoCommit);
	}

	/**
	 * Bring a session to the state whose settings were reset, and which no transaction is
	 * open in. Where the pool asks for nothing, that takes no round trip.
	 */
	void applyAgainTo(Connection connection) throws SQLException {
		if (!connection.getAutoCommit()) {
			connection.setAutoCommit(true);
		}
		applyTo(connection);
	}

}
