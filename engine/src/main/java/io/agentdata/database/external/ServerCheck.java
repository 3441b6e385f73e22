// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.external;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import javax.net.ssl.SSLException;

import io.agentdata.database.postgres.Extensions;
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

	private static final String FACTS = """
			SELECT current_setting('server_version_num')::int / 10000 AS major, pg_is_in_recovery() AS replica,
				(SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user) AS may_create,
				current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
					- (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend') AS free
			""";

	/**
	 * Ask the server.
	 * @throws ExternalServerException if it cannot be used
	 * @throws SQLException if it does not answer
	 */
	void verify(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet facts = statement.executeQuery(FACTS)) {
			facts.next();
			verify(facts);
		}
		if (Extensions.availableVersion(connection, "vector") == null) {
			logger.warn("{} has no pgvector: CREATE EXTENSION vector will fail there.", this.options.url());
		}
	}

	/**
	 * Return what a refusal of the server means.
	 */
	ExternalServerException explain(SQLException refusal) {
		String state = (refusal.getSQLState() != null) ? refusal.getSQLState() : "";
		String remedy = switch (state) {
			case "28P01", "28000" -> "Check agent.data.external.username and agent.data.external.password, and what "
					+ "pg_hba.conf allows.";
			case "3D000" -> "Name a database in agent.data.external.url that exists, such as postgres.";
			case "53300" -> "Wait until others have closed connections, or raise max_connections.";
			case "57P03" -> "Wait until the server has started.";
			default -> isOfTls(refusal)
					? "Check sslmode and sslrootcert in agent.data.external.url, and the server's certificate."
					: "Check that a PostgreSQL answers at agent.data.external.url, from this machine.";
		};
		return new ExternalServerException(this.options.url(), "it refused a connection: " + refusal.getMessage(),
				List.of(remedy), refusal);
	}

	private void verify(ResultSet facts) throws SQLException {
		if (facts.getInt("major") < OLDEST_MAJOR) {
			throw refused("it is PostgreSQL %d, and %d is the oldest that pgvector 0.8 runs on"
				.formatted(facts.getInt("major"), OLDEST_MAJOR), "Name a newer server in agent.data.external.url.");
		}
		if (facts.getBoolean("replica")) {
			throw refused("it is a read-only replica", "Name the primary server in agent.data.external.url.");
		}
		if (!facts.getBoolean("may_create")) {
			throw refused("the role '%s' may not create databases".formatted(this.options.username()),
					"Let an administrator run: ALTER ROLE %s CREATEDB".formatted(this.options.username()));
		}
		if (facts.getInt("free") < CONNECTIONS) {
			throw refused(
					"%d connections are free, and a test takes up to %d".formatted(facts.getInt("free"), CONNECTIONS),
					"Wait until others have closed connections, or raise max_connections.");
		}
	}

	private ExternalServerException refused(String reason, String remedy) {
		return new ExternalServerException(this.options.url(), reason + ".", List.of(remedy), null);
	}

	private static boolean isOfTls(Throwable failure) {
		return failure instanceof SSLException || String.valueOf(failure.getMessage()).contains("SSL")
				|| (failure.getCause() != null && isOfTls(failure.getCause()));
	}

}
