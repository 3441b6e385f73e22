// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.pglite;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Map;
import java.util.logging.Logger;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

/**
 * Connections to a PGlite, each opened anew. Each call looks whether it still runs.
 *
 * @param server where they lead
 * @param properties properties of the driver that they have besides
 */
record PgliteConnections(PgliteServer server, Map<String, String> properties) implements DataSource {

	@Override
	public Connection getConnection() throws SQLException {
		return this.server.connect(this.properties);
	}

	@Override
	public Connection getConnection(String username, String password) throws SQLException {
		return this.server.connect(this.properties);
	}

	@Override
	public @Nullable PrintWriter getLogWriter() {
		return null;
	}

	@Override
	public void setLogWriter(PrintWriter out) {
	}

	@Override
	public void setLoginTimeout(int seconds) {
	}

	@Override
	public int getLoginTimeout() {
		return 0;
	}

	@Override
	public Logger getParentLogger() throws SQLFeatureNotSupportedException {
		throw new SQLFeatureNotSupportedException("The driver logs by itself");
	}

	@Override
	public <T> T unwrap(Class<T> type) throws SQLException {
		if (type.isInstance(this)) {
			return type.cast(this);
		}
		throw new SQLException("There is no %s behind these connections".formatted(type.getName()));
	}

	@Override
	public boolean isWrapperFor(Class<?> type) {
		return type.isInstance(this);
	}

}
