// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

import io.agentdata.benchmark.process.ServerProcesses;
import io.agentdata.database.Database;
import io.agentdata.database.DatabaseConfig;
import io.agentdata.database.DatabaseConfig.Pool;
import io.agentdata.database.DatabaseFactory;
import io.agentdata.database.embedded.EmbeddedOptions;

/**
 * The PostgreSQL that runs before anything is measured: the floor. It is the embedded
 * one, so that its settings are those of ours.
 */
final class RunningServer implements AutoCloseable {

	private final DatabaseFactory factory = DatabaseFactory.embedded(EmbeddedOptions.defaults(), "public",
			Pool.DEFAULTS);

	private int databases;

	/**
	 * Make an empty database for a run.
	 * @return Spring's properties of it
	 */
	Map<String, String> newDatabase() {
		return properties("run " + ++this.databases);
	}

	/**
	 * Make an empty database that stays.
	 * @param name what tells it from others
	 * @return Spring's properties of it
	 */
	Map<String, String> database(String name) {
		return properties("kept " + name);
	}

	/**
	 * Drop the databases that were made for runs.
	 */
	void dropDatabases() {
		for (; this.databases > 0; this.databases--) {
			this.factory.destroy("run " + this.databases);
		}
	}

	ServerProcesses processes() throws SQLException {
		Database database = this.factory.database("processes");
		try (Connection connection = database.dataSource().getConnection();
				Statement statement = connection.createStatement();
				ResultSet result = statement.executeQuery("SELECT pg_backend_pid()")) {
			result.next();
			return ServerProcesses.ofWorker(result.getLong(1));
		}
	}

	private Map<String, String> properties(String testId) {
		DatabaseConfig config = this.factory.database(testId).config();
		return Map.of("spring.datasource.url", config.url(), "spring.datasource.username",
				String.valueOf(config.username()), "spring.datasource.password", String.valueOf(config.password()));
	}

	@Override
	public void close() {
		this.factory.close();
	}

}
