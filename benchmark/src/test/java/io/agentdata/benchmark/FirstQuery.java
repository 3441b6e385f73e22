// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;

import io.agentdata.database.DatabaseConfig.Pool;
import io.agentdata.database.DatabaseFactory;
import io.agentdata.database.embedded.EmbeddedOptions;
import org.slf4j.LoggerFactory;

/**
 * Takes the time from the factory's call to the first answer of its database, in a young
 * JVM whose log is set up, as Spring Boot does before all else.
 */
public final class FirstQuery {

	private FirstQuery() {
	}

	/**
	 * Ask, and write the nanoseconds.
	 * @param arguments the file to write; the URL, the user and the password of a
	 * database that runs; what is done, by names of {@link Part}
	 * @throws IOException if the file cannot be written
	 * @throws SQLException if a database refuses
	 */
	public static void main(String... arguments) throws IOException, SQLException {
		Set<Part> parts = EnumSet.noneOf(Part.class);
		Stream.of(arguments).skip(4).map(Part::valueOf).forEach(parts::add);
		LoggerFactory.getLogger(FirstQuery.class).info("The log is set up");
		if (parts.contains(Part.CONNECT_BEFORE)) {
			connectTo(arguments).close();
		}
		if (parts.contains(Part.START_BEFORE)) {
			askFactory(EmbeddedOptions.defaults().withShare(false).withProject(Path.of("another")));
		}
		// the server of the JVM before might still be there
		EmbeddedOptions alone = EmbeddedOptions.defaults().withShare(false);
		long time = parts.contains(Part.ASK_THE_RUNNING) ? askRunning(arguments) : askFactory(alone);
		Files.writeString(Path.of(arguments[0]), String.valueOf(time));
	}

	private static long askRunning(String... arguments) throws SQLException {
		long begin = System.nanoTime();
		try (Connection connection = connectTo(arguments)) {
			return ask(connection) - begin;
		}
	}

	private static long askFactory(EmbeddedOptions options) throws SQLException {
		long begin = System.nanoTime();
		try (DatabaseFactory factory = DatabaseFactory.embedded(options, "public", Pool.DEFAULTS);
				Connection connection = factory.database("first").dataSource().getConnection()) {
			return ask(connection) - begin;
		}
	}

	private static Connection connectTo(String... arguments) throws SQLException {
		return DriverManager.getConnection(arguments[1], arguments[2], arguments[3]);
	}

	private static long ask(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute("SELECT 1");
			return System.nanoTime();
		}
	}

	/**
	 * What is done besides.
	 */
	enum Part {

		/**
		 * Connect to the running database before, so that the driver is loaded.
		 */
		CONNECT_BEFORE,

		/**
		 * Start another server before, so that all code is loaded.
		 */
		START_BEFORE,

		/**
		 * Ask the running database, and not one of the factory.
		 */
		ASK_THE_RUNNING

	}

}
