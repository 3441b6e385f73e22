// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

import io.agentdata.database.DatabaseConfig.Pool;
import io.agentdata.database.DatabaseFactory;
import io.agentdata.database.embedded.EmbeddedOptions;
import org.slf4j.LoggerFactory;

/**
 * Takes the time from the factory's call to the first answer of its database, in a JVM
 * that has done nothing else yet.
 */
public final class FirstQuery {

	private FirstQuery() {
	}

	/**
	 * Ask, and write the nanoseconds.
	 * @param arguments the file to write; for a JVM that has talked to a database before,
	 * as an application's has, that one's URL, user and password
	 * @throws IOException if the file cannot be written
	 * @throws SQLException if the database refuses
	 */
	public static void main(String... arguments) throws IOException, SQLException {
		if (arguments.length > 1) {
			DriverManager.getConnection(arguments[1], arguments[2], arguments[3]).close();
			LoggerFactory.getLogger(FirstQuery.class).debug("The driver and the log are loaded");
		}
		long begin = System.nanoTime();
		try (DatabaseFactory factory = DatabaseFactory.embedded(alone(), "public", Pool.DEFAULTS);
				Connection connection = factory.database("first").dataSource().getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute("SELECT 1");
			Files.writeString(Path.of(arguments[0]), String.valueOf(System.nanoTime() - begin));
		}
	}

	/**
	 * The server of the JVM before might still be there.
	 */
	private static EmbeddedOptions alone() {
		EmbeddedOptions defaults = EmbeddedOptions.defaults();
		return new EmbeddedOptions(defaults.source(), defaults.home(), defaults.port(), defaults.startTimeout(),
				defaults.cacheDirectory(), defaults.temporaryDirectory(), false, null);
	}

}
