// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database;

import java.sql.SQLException;
import java.time.Duration;

import io.agentdata.database.copy.CopyableDatabase;
import io.agentdata.database.h2.H2Database;

/**
 * H2 in this JVM, with a file in memory for each database.
 */
final class H2Source implements DatabaseSource {

	@Override
	public Engine engine() {
		return Engine.H2;
	}

	@Override
	public void prepare(String schema) {
	}

	@Override
	public ServerInfo server(String schema) {
		return new ServerInfo("H2 " + H2Database.version(), null, Duration.ZERO);
	}

	@Override
	public CopyableDatabase create(String testId, String schema) throws SQLException {
		return H2Database.create(testId, schema);
	}

	@Override
	public boolean isStopping() {
		return false;
	}

}
