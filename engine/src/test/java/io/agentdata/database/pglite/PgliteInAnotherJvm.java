// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.pglite;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * A JVM of its own that starts PGlite, keeps it busy if told to, and ends when its input
 * does.
 */
public final class PgliteInAnotherJvm {

	private PgliteInAnotherJvm() {
	}

	static Process start(Path home, String statement) throws IOException {
		ProcessBuilder builder = new ProcessBuilder(
				List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(), "-Djava.io.tmpdir=" + home,
						"-XX:-UsePerfData", "-cp", System.getProperty("java.class.path"),
						PgliteInAnotherJvm.class.getName(), statement))
			.redirectErrorStream(true);
		builder.environment().put("HOME", home.toString());
		builder.environment().put("TMPDIR", home.toString());
		Process jvm = builder.start();
		BufferedReader reader = new BufferedReader(new InputStreamReader(jvm.getInputStream()));
		StringBuilder output = new StringBuilder();
		String line = reader.readLine();
		while (line != null && !line.equals("ready")) {
			output.append(line).append('\n');
			line = reader.readLine();
		}
		if (line == null) {
			throw new IllegalStateException(output.toString());
		}
		return jvm;
	}

	public static void main(String[] args) throws Exception {
		PgliteServer server = new PgliteServer(RealPglite.OPTIONS, "public");
		try (Connection connection = server.connect()) {
			Thread statement = new Thread(() -> execute(connection, args[0]));
			statement.setDaemon(true);
			statement.start();
			if (args[0].contains("pg_sleep")) {
				awaitBusy(server);
			}
			System.out.println("ready");
			System.in.read();
			System.exit(0);
		}
	}

	/**
	 * Wait until Node does not even greet any more.
	 */
	private static void awaitBusy(PgliteServer server) {
		boolean busy = false;
		while (!busy) {
			try {
				DriverManager.getConnection(server.url() + "&loginTimeout=1", server.username(), server.password())
					.close();
			}
			catch (SQLException ex) {
				busy = true;
			}
		}
	}

	private static void execute(Connection connection, String sql) {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
