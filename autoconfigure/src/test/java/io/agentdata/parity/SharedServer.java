// SPDX-License-Identifier: Apache-2.0
package io.agentdata.parity;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

import io.agentdata.database.embedded.BinarySource;
import io.agentdata.database.embedded.EmbeddedOptions;
import io.agentdata.database.embedded.EmbeddedServer;
import io.agentdata.database.external.ExternalOptions;
import io.agentdata.database.postgres.PostgresServer;

/**
 * A server that plays the one of somebody else: pgvector is installed in its template,
 * and all that is known of it is an address, and a role that may create databases.
 */
final class SharedServer {

	private static final String ROLE = "tester";

	private static final String PASSWORD = "shared among testers";

	/**
	 * Unlike the defaults, so that it is not the server of the embedded engine.
	 */
	private static final Duration START_TIMEOUT = Duration.ofSeconds(45);

	private static final ExternalOptions OPTIONS = start();

	private SharedServer() {
	}

	static ExternalOptions options() {
		return OPTIONS;
	}

	private static ExternalOptions start() {
		PostgresServer server = EmbeddedServer
			.of(new EmbeddedOptions(BinarySource.CLASSPATH, null, 0, START_TIMEOUT, null,
					EmbeddedOptions.defaults().temporaryDirectory(), false, null))
			.postgres();
		String url = server.url("postgres", "public");
		try {
			execute(server, "postgres", "CREATE ROLE %s LOGIN CREATEDB PASSWORD '%s'".formatted(ROLE, PASSWORD));
			execute(server, "template1", "CREATE EXTENSION vector");
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
		return new ExternalOptions(url, ROLE, PASSWORD, ExternalOptions.DEFAULT_LEASE);
	}

	private static void execute(PostgresServer server, String database, String sql) throws SQLException {
		try (Connection connection = server.dataSource(database, "public").getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

}
