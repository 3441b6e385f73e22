// SPDX-License-Identifier: Apache-2.0
package io.agentdata.warm;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.agentdata.database.embedded.BinarySource;
import io.agentdata.database.embedded.EmbeddedOptions;
import io.agentdata.database.embedded.EmbeddedServer;
import io.agentdata.database.postgres.PostgresServer;
import io.agentdata.database.postgres.WarmTemplates;

/**
 * The warm templates of an embedded server that no other test has: a role on it would
 * keep it from having any.
 */
final class WarmTemplatesOfTheServer {

	/**
	 * What makes it another server.
	 */
	static final String[] PROPERTIES = { "agent.data.embedded.start-timeout=44s", "agent.data.embedded.share=false" };

	private static final String NAMES = "SELECT datname FROM pg_database WHERE starts_with(datname, '%s')"
		.formatted(WarmTemplates.PREFIX);

	private WarmTemplatesOfTheServer() {
	}

	/**
	 * Drop them all, so that the next run has none.
	 */
	static void drop() throws SQLException {
		for (String name : names()) {
			server().drop(name);
		}
	}

	/**
	 * Do something to each of them.
	 */
	static void damage(String sql) throws SQLException {
		for (String name : names()) {
			execute("postgres", "ALTER DATABASE %s ALLOW_CONNECTIONS true".formatted(name));
			execute(name, sql);
			execute("postgres", "ALTER DATABASE %s ALLOW_CONNECTIONS false".formatted(name));
		}
	}

	static List<String> names() throws SQLException {
		List<String> names = new ArrayList<>();
		try (Connection connection = server().connect();
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery(NAMES)) {
			while (rows.next()) {
				names.add(rows.getString(1));
			}
		}
		return names;
	}

	private static void execute(String database, String sql) throws SQLException {
		try (Connection connection = server().dataSource(database, "public").getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	private static PostgresServer server() {
		return EmbeddedServer
			.of(new EmbeddedOptions(BinarySource.CLASSPATH, null, 0, Duration.ofSeconds(44), null,
					EmbeddedOptions.defaults().temporaryDirectory(), false, Path.of("").toAbsolutePath().getParent()))
			.postgres();
	}

}
