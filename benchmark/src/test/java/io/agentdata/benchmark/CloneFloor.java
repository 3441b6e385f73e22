// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The time that the bare server takes for a clone for each test, without a framework:
 * several clients at once each create a database from a template, connect to it, ask
 * once, and drop it.
 */
final class CloneFloor {

	private static final double NANOSECONDS = 1_000_000;

	private static final int WARM_UP = 20;

	private static final String SESSIONS = "SELECT count(*) FROM pg_stat_activity WHERE datname = '%s'";

	private final Map<String, String> server;

	private final String template;

	/**
	 * Prepare a template.
	 * @param running the server
	 * @param megabytes of rows, beside the 8 MB of an empty database
	 */
	CloneFloor(RunningServer running, int megabytes) throws SQLException {
		this.server = running.database("clones");
		Map<String, String> filled = running.database("template");
		try (Connection connection = connect(url(filled)); Statement statement = connection.createStatement()) {
			statement.execute("DROP TABLE IF EXISTS ballast");
			statement.execute(Migrations.rows(megabytes));
			this.template = connection.getCatalog();
		}
	}

	/**
	 * Measure.
	 * @param clients how many at once
	 * @param clones how many each of them makes
	 * @return milliseconds of each clone's life
	 */
	List<Double> measure(int clients, int clones) throws SQLException, InterruptedException {
		ExecutorService threads = Executors.newFixedThreadPool(clients);
		try {
			List<Callable<List<Double>>> work = new ArrayList<>();
			for (int client = 0; client < clients; client++) {
				String prefix = "floor_" + client + "_";
				work.add(() -> measure(prefix, clones));
			}
			List<Double> times = new ArrayList<>();
			for (Future<List<Double>> client : threads.invokeAll(work)) {
				times.addAll(client.get());
			}
			return times;
		}
		catch (ExecutionException ex) {
			throw new SQLException("A client of the floor has failed", ex.getCause());
		}
		finally {
			threads.shutdown();
		}
	}

	private List<Double> measure(String prefix, int clones) throws SQLException {
		List<Double> times = new ArrayList<>();
		try (Connection connection = connect(url(this.server)); Statement statement = connection.createStatement()) {
			for (int clone = -WARM_UP; clone < clones; clone++) {
				long begin = System.nanoTime();
				liveThrough(statement, prefix + (clone + WARM_UP));
				if (clone >= 0) {
					times.add((System.nanoTime() - begin) / NANOSECONDS);
				}
			}
		}
		return times;
	}

	private void liveThrough(Statement statement, String name) throws SQLException {
		statement.execute("CREATE DATABASE %s TEMPLATE %s STRATEGY FILE_COPY".formatted(name, this.template));
		String url = url(this.server).replace("/" + statement.getConnection().getCatalog(), "/" + name);
		try (Connection clone = connect(url); Statement question = clone.createStatement()) {
			question.execute("SELECT count(*) FROM ballast WHERE id = 1");
		}
		// else the server looks for them every tenth of a second
		while (count(statement, SESSIONS.formatted(name)) > 0) {
			Thread.onSpinWait();
		}
		statement.execute("DROP DATABASE " + name);
	}

	private static int count(Statement statement, String sql) throws SQLException {
		try (ResultSet row = statement.executeQuery(sql)) {
			row.next();
			return row.getInt(1);
		}
	}

	private Connection connect(String url) throws SQLException {
		return DriverManager.getConnection(url, this.server.get("spring.datasource.username"),
				this.server.get("spring.datasource.password"));
	}

	private static String url(Map<String, String> database) {
		return database.get("spring.datasource.url");
	}

}
