// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.external;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.agentdata.database.postgres.PostgresServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Databases that JVMs have left behind which were killed. They are told by their names,
 * belong to the same role, and their JVM gives no sign of life.
 *
 * @param server where they are
 * @param lease how long a JVM may have lost its connection, as while the server restarts
 */
record Leftovers(PostgresServer server, Duration lease) {

	private static final Logger logger = LoggerFactory.getLogger(Leftovers.class);

	/**
	 * One JVM at a time looks for them.
	 */
	private static final long LOCK = 0x6167656E74646174L;

	private static final String DATABASES = """
			SELECT datname FROM pg_database JOIN pg_roles ON datdba = pg_roles.oid
			WHERE rolname = current_user AND datname LIKE 'agent\\_data\\_%' ORDER BY datname
			""";

	/**
	 * Drop them. After a restart of the server, nothing is dropped for the time of the
	 * lease, in which their JVMs connect again.
	 * @throws SQLException if the server does not answer
	 */
	void drop() throws SQLException {
		try (Connection connection = this.server.connect()) {
			if (!isTrue(connection, "SELECT pg_try_advisory_lock(%d)".formatted(LOCK))
					|| !isTrue(connection, "SELECT now() - pg_postmaster_start_time() > interval '%d seconds'"
						.formatted(this.lease.toSeconds()))) {
				return;
			}
			for (String database : leftovers(connection)) {
				this.server.drop(database);
				logger.info("The database {} was dropped: the JVM that made it has been killed", database);
			}
		}
	}

	/**
	 * Drop all databases of a JVM, which is this one.
	 * @throws SQLException if the server does not answer
	 */
	void dropAllOf(JvmId jvm) throws SQLException {
		try (Connection connection = this.server.connect()) {
			for (String database : databases(connection)) {
				if (database.startsWith(jvm.prefix())) {
					this.server.drop(database);
				}
			}
		}
	}

	private List<String> leftovers(Connection connection) throws SQLException {
		Instant expired = Instant.now().minus(this.lease);
		List<String> leftovers = new ArrayList<>();
		for (String database : databases(connection)) {
			JvmId owner = JvmId.of(database).filter((jvm) -> jvm.isOlderThan(expired)).orElse(null);
			if (owner != null && !isAlive(connection, owner)) {
				leftovers.add(database);
			}
		}
		return leftovers;
	}

	private static List<String> databases(Connection connection) throws SQLException {
		List<String> databases = new ArrayList<>();
		try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(DATABASES)) {
			while (rows.next()) {
				databases.add(rows.getString(1));
			}
		}
		return databases;
	}

	/**
	 * Return whether somebody holds the JVM's lock, or works with one of its databases.
	 */
	private static boolean isAlive(Connection connection, JvmId jvm) throws SQLException {
		try (PreparedStatement statement = connection
			.prepareStatement("SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 1 "
					+ "AND classid::bigint << 32 | objid::bigint = ?) "
					+ "OR EXISTS (SELECT FROM pg_stat_activity WHERE starts_with(datname, ?))")) {
			statement.setLong(1, jvm.lock());
			statement.setString(2, jvm.prefix());
			try (ResultSet answer = statement.executeQuery()) {
				return answer.next() && answer.getBoolean(1);
			}
		}
	}

	private static boolean isTrue(Connection connection, String question) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet answer = statement.executeQuery(question)) {
			return answer.next() && answer.getBoolean(1);
		}
	}

}
