// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.external;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import io.agentdata.database.postgres.PostgresServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a server can be used, found out before anything is made there.
 *
 * @param options where it is
 */
record ServerCheck(ExternalOptions options) {

	private static final Logger logger = LoggerFactory.getLogger(ServerCheck.class);

	private static final int OLDEST_MAJOR = 13;

	/**
	 * The pool of one test, and what copies its database.
	 */
	private static final int CONNECTIONS = 8;

	/**
	 * Other roles' sessions show their database and role, yet not what kind they are.
	 */
	private static final String FACTS = """
			SELECT current_setting('server_version_num')::int / 10000 AS major, pg_is_in_recovery() AS replica,
				rolcreatedb OR rolsuper AS may_create, current_database() = 'template1' AS in_template,
				least(current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
						- coalesce(current_setting('reserved_connections', true)::int, 0) - count(usesysid),
					nullif(rolconnlimit, -1) - count(usesysid) FILTER (WHERE usesysid = pg_roles.oid)) AS free
			FROM pg_roles LEFT JOIN pg_stat_activity ON datid IS NOT NULL
			WHERE rolname = current_user GROUP BY pg_roles.oid, rolcreatedb, rolsuper, rolconnlimit
			""";

	private static final String PGVECTOR = """
			SELECT count(*) > 0 AS present,
				bool_or(trusted OR NOT superuser OR current_setting('is_superuser')::boolean) AS creatable
			FROM pg_available_extension_versions WHERE name = 'vector'
			""";

	private static final String INSTALLED = "SELECT count(*) > 0 FROM pg_extension WHERE extname = 'vector'";

	/**
	 * Ask the server.
	 * @throws ExternalServerException if it cannot be used
	 * @throws SQLException if it does not answer
	 */
	void verify(PostgresServer server, Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			try (ResultSet facts = statement.executeQuery(FACTS)) {
				facts.next();
				verify(facts);
			}
			try (ResultSet pgvector = statement.executeQuery(PGVECTOR)) {
				pgvector.next();
				if (!pgvector.getBoolean("present")) {
					logger.warn("{} has no pgvector: CREATE EXTENSION vector will fail there.", server);
				}
				else if (!pgvector.getBoolean("creatable") && !mayBeInTemplate(server)) {
					logger.warn("{} lets only superusers create pgvector: CREATE EXTENSION vector will fail there. "
							+ "Let an administrator run it in the database template1.", server);
				}
			}
		}
	}

	private void verify(ResultSet facts) throws SQLException {
		if (facts.getInt("major") < OLDEST_MAJOR) {
			throw unfit("it is PostgreSQL %s, and pgvector needs %s or newer".formatted(facts.getInt("major"),
					OLDEST_MAJOR), "Name a newer server in agent.data.external.url.");
		}
		if (facts.getBoolean("replica")) {
			throw unfit("it is a read-only replica", "Name the primary server in agent.data.external.url.");
		}
		if (!facts.getBoolean("may_create")) {
			throw unfit("the role '%s' may not create databases".formatted(this.options.username()),
					"Let an administrator run: ALTER ROLE \"%s\" CREATEDB".formatted(this.options.username()));
		}
		if (facts.getBoolean("in_template")) {
			throw unfit(
					"new databases are copies of template1, which the URL names, and to which nobody may be connected",
					"Name another database in agent.data.external.url, such as postgres.");
		}
		if (facts.getInt("free") < CONNECTIONS) {
			throw unfit(
					"%s connections are free, and a test takes up to %s".formatted(facts.getInt("free"), CONNECTIONS),
					"Wait until others have closed connections, or raise max_connections.");
		}
	}

	private ExternalServerException unfit(String reason, String remedy) {
		return ExternalServerException.unfit(this.options, reason, remedy);
	}

	/**
	 * What is in this database is in all that are made. It may be closed to us.
	 */
	private static boolean mayBeInTemplate(PostgresServer server) {
		try (Connection connection = server.dataSource("template1", "public").getConnection();
				Statement statement = connection.createStatement();
				ResultSet installed = statement.executeQuery(INSTALLED)) {
			return installed.next() && installed.getBoolean(1);
		}
		catch (SQLException ex) {
			logger.debug("Whether template1 has pgvector cannot be seen", ex);
			return true;
		}
	}

}
