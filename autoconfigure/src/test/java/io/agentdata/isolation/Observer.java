// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import javax.sql.DataSource;

import org.springframework.jdbc.datasource.DataSourceUtils;

/**
 * Looks at the database of a test in every way in which one test could see another. What
 * it writes itself is rolled back.
 */
abstract class Observer {

	private static final int SESSIONS = 3;

	/**
	 * Look at the database.
	 * @param dataSource the application's
	 */
	final Observation observe(DataSource dataSource) throws SQLException {
		Map<String, String> parts = new TreeMap<>();
		List<Connection> others = new ArrayList<>();
		Connection own = DataSourceUtils.getConnection(dataSource);
		try {
			observeSession("session of the test", own, parts);
			observe(own, parts);
			for (int number = 1; number <= SESSIONS; number++) {
				Connection other = dataSource.getConnection();
				others.add(other);
				observeSession("session " + number, other, parts);
			}
			return new Observation(parts);
		}
		finally {
			for (Connection other : others) {
				other.close();
			}
			DataSourceUtils.releaseConnection(own, dataSource);
		}
	}

	private void observe(Connection connection, Map<String, String> parts) throws SQLException {
		boolean autoCommit = connection.getAutoCommit();
		if (autoCommit) {
			connection.setAutoCommit(false);
		}
		Savepoint before = connection.setSavepoint();
		try (Statement statement = connection.createStatement()) {
			observe(statement, parts);
		}
		finally {
			connection.rollback(before);
			if (autoCommit) {
				connection.rollback();
				connection.setAutoCommit(true);
			}
		}
	}

	/**
	 * Look at the state of a session.
	 */
	abstract void observeSession(String name, Connection session, Map<String, String> parts) throws SQLException;

	/**
	 * Look at the database, in a transaction that is rolled back.
	 */
	abstract void observe(Statement statement, Map<String, String> parts) throws SQLException;

	/**
	 * Return the rows of a query, each as a line.
	 */
	static String rows(Statement statement, String query) throws SQLException {
		List<String> lines = new ArrayList<>();
		try (ResultSet rows = statement.executeQuery(query)) {
			while (rows.next()) {
				List<String> line = new ArrayList<>();
				for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
					line.add(String.valueOf(rows.getString(column)));
				}
				lines.add(String.join(" | ", line));
			}
		}
		return String.join("\n", lines);
	}

	/**
	 * Return what JDBC itself tells of a session.
	 */
	static String jdbcState(Connection session) throws SQLException {
		return "read-only %s, isolation %s, holdability %s, schema %s, client %s, type map %s".formatted(
				session.isReadOnly(), session.getTransactionIsolation(), session.getHoldability(), session.getSchema(),
				session.getClientInfo(), session.getTypeMap());
	}

}
