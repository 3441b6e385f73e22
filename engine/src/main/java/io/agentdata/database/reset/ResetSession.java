// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.reset;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

import javax.sql.DataSource;

import io.agentdata.database.copy.SqlFunction;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the sessions that read and write rows of kept states. They do not depend on
 * those of the database or the role.
 */
final class ResetSession {

	/**
	 * A transaction that works ends within that time; one that is forgotten does not.
	 */
	static final Duration LOCK_TIMEOUT = Duration.ofSeconds(2);

	private static final String SETTINGS = """
			SET ROLE NONE; SET search_path = pg_catalog; SET row_security = off; SET synchronize_seqscans = off;
			SET stats_fetch_consistency = none; SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0;
			SET default_transaction_read_only = off; SET default_transaction_isolation = 'read committed';
			SET client_min_messages = error; SET DateStyle = ISO; SET IntervalStyle = postgres; SET TimeZone = UTC;
			SET extra_float_digits = 1; SET bytea_output = hex; SET xmloption = content; SET lock_timeout = %s
			""".formatted(LOCK_TIMEOUT.toMillis());

	private static final String SUPPORT = """
			SELECT current_setting('server_version_num')::int >= 150000 AND current_setting('track_counts')::boolean,
				current_setting('is_superuser')::boolean
			""";

	private final Connection connection;

	private final boolean counting;

	private final boolean superuser;

	private ResetSession(Connection connection, boolean counting, boolean superuser) {
		this.connection = connection;
		this.counting = counting;
		this.superuser = superuser;
	}

	/**
	 * Open a session.
	 * @param dataSource opens connections as a role that owns the tables
	 */
	static ResetSession open(DataSource dataSource) throws SQLException {
		Connection connection = dataSource.getConnection();
		try {
			return of(connection);
		}
		catch (SQLException ex) {
			connection.close();
			throw ex;
		}
	}

	/**
	 * Make a session ours.
	 * @param connection the session, in auto-commit mode
	 */
	static ResetSession of(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(SETTINGS);
			try (ResultSet row = statement.executeQuery(SUPPORT)) {
				row.next();
				return new ResetSession(connection, row.getBoolean(1), row.getBoolean(2));
			}
		}
	}

	Connection connection() {
		return this.connection;
	}

	/**
	 * Return whether the server counts changes, and can be told to report them at once.
	 */
	boolean isCounting() {
		return this.counting;
	}

	boolean isSuperuser() {
		return this.superuser;
	}

	/**
	 * Ask a question whose answer is yes or no.
	 */
	boolean ask(String sql) throws SQLException {
		try (Statement statement = this.connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
			row.next();
			return row.getBoolean(1);
		}
	}

	void execute(String sql) throws SQLException {
		try (Statement statement = this.connection.createStatement()) {
			statement.execute(sql);
		}
	}

	/**
	 * Do work in a transaction, which is rolled back if the work fails.
	 */
	<T extends @Nullable Object> T inTransaction(SqlFunction<Connection, T> work) throws SQLException {
		this.connection.setAutoCommit(false);
		try {
			T result = work.apply(this.connection);
			this.connection.commit();
			return result;
		}
		catch (SQLException ex) {
			if (!this.connection.isClosed()) {
				this.connection.rollback();
			}
			throw ex;
		}
		finally {
			if (!this.connection.isClosed()) {
				this.connection.setAutoCommit(true);
			}
		}
	}

	/**
	 * Execute a statement so that ordinary triggers do not fire, where the role may ask
	 * for that.
	 */
	void executeWithoutTriggers(String sql) throws SQLException {
		if (!this.superuser) {
			execute(sql);
			return;
		}
		execute("SET session_replication_role = replica");
		try {
			execute(sql);
		}
		finally {
			execute("SET session_replication_role = origin");
		}
	}

	void close() throws SQLException {
		this.connection.close();
	}

}
