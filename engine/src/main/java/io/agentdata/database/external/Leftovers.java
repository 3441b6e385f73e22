// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.external;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.agentdata.database.postgres.PostgresServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Databases of JVMs that were killed: their leases are over, and nobody gives a sign of
 * life.
 *
 * @param server where they are
 */
record Leftovers(PostgresServer server) {

	private static final Logger logger = LoggerFactory.getLogger(Leftovers.class);

	/**
	 * One JVM at a time looks for them.
	 */
	private static final long LOCK = 0x6167656E74646174L;

	private static final String IS_ALONE = """
			SELECT pg_try_advisory_lock(?) AND now() - pg_postmaster_start_time() > make_interval(secs => ?)
			""";

	/**
	 * Who holds its lock from whatever database, or is connected to one of its own.
	 */
	private static final String IS_ALIVE = """
			SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 1 AND granted
					AND classid::bigint << 32 | objid::bigint = ?)
				OR EXISTS (SELECT FROM pg_stat_activity WHERE usesysid IS NOT NULL AND starts_with(datname, ?))
			""";

	/**
	 * Drop them. Nothing is dropped while the server has not been up for longer than a
	 * lease: it may have been down for longer, and the JVMs connect again only now.
	 * @throws SQLException if the server does not answer
	 */
	void drop(Duration lease) throws SQLException {
		try (Connection connection = this.server.connect()) {
			if (!isTrue(connection, IS_ALONE, LOCK, lease.toSeconds())) {
				return;
			}
			List<OurDatabase> databases = OurDatabase.all(connection);
			Set<JvmId> dead = dead(connection, databases);
			for (OurDatabase database : databases) {
				if (dead.contains(database.jvm())) {
					drop(database);
				}
			}
		}
	}

	/**
	 * Drop all databases of a JVM that ends.
	 * @param onDrop told after each of them
	 * @throws SQLException if the server does not answer
	 */
	void dropAllOf(JvmId jvm, Runnable onDrop) throws SQLException {
		try (Connection connection = this.server.connect()) {
			for (OurDatabase database : OurDatabase.all(connection)) {
				if (database.jvm().equals(jvm)) {
					this.server.drop(database.name());
					onDrop.run();
				}
			}
		}
	}

	private void drop(OurDatabase database) {
		try {
			this.server.drop(database.name());
			logger.info("The database {} was dropped: the JVM that made it was killed", database.name());
		}
		catch (SQLException ex) {
			logger.warn("The database {} was not dropped, though the JVM that made it was killed", database.name(), ex);
		}
	}

	/**
	 * A database may be younger than the last renewal, so that the longest lease of a JVM
	 * is that of all its databases.
	 */
	private static Set<JvmId> dead(Connection connection, List<OurDatabase> databases) throws SQLException {
		Map<JvmId, Instant> leaseEnds = new HashMap<>();
		databases.forEach((database) -> leaseEnds.merge(database.jvm(), database.leaseEnd(),
				(one, other) -> one.isAfter(other) ? one : other));
		Instant now = OurDatabase.now(connection);
		Set<JvmId> dead = new HashSet<>();
		for (Map.Entry<JvmId, Instant> jvm : leaseEnds.entrySet()) {
			if (jvm.getValue().isBefore(now)
					&& !isTrue(connection, IS_ALIVE, jvm.getKey().lock(), jvm.getKey().prefix())) {
				dead.add(jvm.getKey());
			}
		}
		return dead;
	}

	private static boolean isTrue(Connection connection, String question, Object... values) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(question)) {
			for (int index = 0; index < values.length; index++) {
				statement.setObject(index + 1, values[index]);
			}
			try (ResultSet answer = statement.executeQuery()) {
				return answer.next() && answer.getBoolean(1);
			}
		}
	}

}
