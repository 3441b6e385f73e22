// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database;

import java.sql.Connection;
import java.sql.SQLException;

import io.agentdata.database.copy.CopyableDatabase;
import io.agentdata.database.postgres.ReplaceableDatabase;
import io.agentdata.database.postgres.ServerSource;

/**
 * A PostgreSQL that the databases of all scopes live on.
 *
 * @param engine the engine that brings it
 * @param source how it is had
 */
record PostgresSource(Engine engine, ServerSource source) implements DatabaseSource {

	@Override
	public void prepare(String schema) {
		this.source.prepare();
	}

	@Override
	public ServerInfo server(String schema) throws SQLException {
		try (Connection connection = this.source.postgres().connect()) {
			return ServerInfo.of(connection, this.source.startTime());
		}
	}

	@Override
	public CopyableDatabase create(String testId, String schema) throws SQLException {
		return ReplaceableDatabase.create(this.source, testId, schema);
	}

	@Override
	public boolean isStopping() {
		return this.source.isStopping();
	}

}
