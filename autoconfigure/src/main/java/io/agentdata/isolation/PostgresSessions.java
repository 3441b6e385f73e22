// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.BaseStatement;
import org.postgresql.core.QueryExecutor;
import org.postgresql.core.TransactionState;

/**
 * Sessions of a PostgreSQL.
 */
final class PostgresSessions implements SessionKind {

	/**
	 * Makes the server count at the end of the statement what it would count within a
	 * second or more.
	 */
	private static final String REPORT = "SELECT pg_stat_force_next_flush()";

	/**
	 * All that {@code DISCARD ALL} does, but for {@link #SELDOM} and statements that the
	 * driver has prepared; see
	 * <a href= "https://www.postgresql.org/docs/17/sql-discard.html">DISCARD</a>. To ask
	 * which of it is needed takes longer.
	 */
	private static final String PUT_BACK = "RESET SESSION AUTHORIZATION; RESET ALL; CLOSE ALL; "
			+ "SELECT pg_advisory_unlock_all(); DISCARD PLANS; DISCARD TEMP; DISCARD SEQUENCES; ";

	private static final String UNLISTEN = "UNLISTEN *";

	/**
	 * What is seldom needed: statements that SQL has prepared, not the driver, and
	 * channels that the session listens to.
	 */
	private static final String SELDOM = "SELECT format('DEALLOCATE %I', name) FROM pg_prepared_statements WHERE from_sql "
			+ "UNION ALL SELECT '" + UNLISTEN + "' WHERE EXISTS (SELECT FROM pg_listening_channels())";

	/**
	 * The sessions of a PGlite are all in one process, which goes on.
	 */
	private static final String TERMINATE = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
			+ "WHERE pid = ? AND pid <> pg_backend_pid() AND datname = current_database()";

	private static final int FIRST_MAJOR_THAT_REPORTS = 15;

	@Override
	public Integer processId(Connection session) throws SQLException {
		return session.unwrap(BaseConnection.class).getBackendPID();
	}

	@Override
	public void cancel(Connection session) throws SQLException {
		session.unwrap(PGConnection.class).cancelQuery();
	}

	@Override
	public boolean terminate(int processId, Connection other) throws SQLException {
		try (PreparedStatement statement = other.prepareStatement(TERMINATE)) {
			statement.setInt(1, processId);
			try (ResultSet rows = statement.executeQuery()) {
				return !rows.next();
			}
		}
	}

	@Override
	public boolean hasOpenTransaction(Connection session) throws SQLException {
		return state(session) == TransactionState.OPEN;
	}

	@Override
	public boolean hasFailedTransaction(Connection session) throws SQLException {
		return state(session) == TransactionState.FAILED;
	}

	@Override
	public Object position(Connection session) throws SQLException {
		return state(session);
	}

	/**
	 * Outside of a transaction each statement is one, and some contain several.
	 */
	@Override
	public boolean mayHaveCommitted(Connection session, Object position) throws SQLException {
		return position != TransactionState.FAILED && state(session) == TransactionState.IDLE;
	}

	@Override
	public void execute(Connection session, String sql) throws SQLException {
		try (Statement statement = session.unwrap(BaseConnection.class).createStatement()) {
			((BaseStatement) statement).executeWithFlags(sql, QueryExecutor.QUERY_SUPPRESS_BEGIN);
		}
	}

	@Override
	public void checkConstraints(Connection session) throws SQLException {
		execute(session, "SET CONSTRAINTS ALL IMMEDIATE");
	}

	@Override
	public void report(Connection session) throws SQLException {
		if (reports(session)) {
			execute(session, REPORT);
		}
	}

	@Override
	public void verify(Connection session) throws SQLException {
		execute(session, "");
	}

	@Override
	public DriverSettings settings(Connection session) throws SQLException {
		return DriverSettings.of(session);
	}

	@Override
	public boolean putBack(Connection session, @Nullable DriverSettings settings, PoolDefaults defaults)
			throws SQLException {
		if (settings != null) {
			settings.applyTo(session);
		}
		if (state(session) != TransactionState.IDLE) {
			execute(session, "ROLLBACK");
		}
		for (String statement : lastRows(session, PUT_BACK + (reports(session) ? REPORT + ";" : "") + SELDOM)) {
			execute(session, statement);
			if (statement.equals(UNLISTEN)) {
				// forgets them; to look for later ones takes a millisecond
				session.unwrap(PGConnection.class).getNotifications();
			}
		}
		defaults.applyAgainTo(session);
		return true;
	}

	/**
	 * Execute statements, and return the first column of the last one's result.
	 */
	private static List<String> lastRows(Connection session, String sql) throws SQLException {
		List<String> last = new ArrayList<>();
		try (Statement statement = session.unwrap(BaseConnection.class).createStatement()) {
			((BaseStatement) statement).executeWithFlags(sql, QueryExecutor.QUERY_SUPPRESS_BEGIN);
			do {
				ResultSet rows = statement.getResultSet();
				last.clear();
				while (rows != null && rows.next()) {
					last.add(rows.getString(1));
				}
			}
			while (statement.getMoreResults() || statement.getUpdateCount() != -1);
		}
		return last;
	}

	private static boolean reports(Connection session) throws SQLException {
		return session.getMetaData().getDatabaseMajorVersion() >= FIRST_MAJOR_THAT_REPORTS;
	}

	private static TransactionState state(Connection session) throws SQLException {
		return session.unwrap(BaseConnection.class).getTransactionState();
	}

}
