// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import org.h2.engine.Database;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.jspecify.annotations.Nullable;

/**
 * Sessions of an H2 in this JVM. Its databases are put back as a whole, with all
 * sessions.
 */
final class H2Sessions implements SessionKind {

	@Override
	public @Nullable Integer processId(Connection session) {
		return null;
	}

	/**
	 * Cancel the statement as a user of H2 would. H2 itself waits for it when the session
	 * is closed.
	 */
	@Override
	public void cancel(Connection session) throws SQLException {
		local(session).cancel();
	}

	@Override
	public boolean terminate(int processId, Connection other) {
		return true;
	}

	@Override
	public boolean hasOpenTransaction(Connection session) throws SQLException {
		return local(session).hasPendingTransaction();
	}

	@Override
	public boolean hasFailedTransaction(Connection session) {
		return false;
	}

	@Override
	public Object position(Connection session) throws SQLException {
		return Position.of(local(session).getDatabase());
	}

	/**
	 * Definitions commit, as H2 does with them.
	 */
	@Override
	public boolean mayHaveCommitted(Connection session, Object position) throws SQLException {
		Position before = (Position) position;
		Position now = Position.of(local(session).getDatabase());
		return before.definitions() != now.definitions()
				|| (before.rows() != now.rows() && !local(session).hasPendingTransaction());
	}

	@Override
	public void execute(Connection session, String sql) throws SQLException {
		try (Statement statement = session.createStatement()) {
			statement.execute(sql);
		}
	}

	/**
	 * Do nothing: H2 defers no constraint.
	 */
	@Override
	public void checkConstraints(Connection session) {
	}

	@Override
	public void report(Connection session) {
	}

	@Override
	public void verify(Connection session) {
	}

	@Override
	public @Nullable DriverSettings settings(Connection session) {
		return null;
	}

	/**
	 * Roll back. H2 resets no settings, and drops temporary tables with their session.
	 */
	@Override
	public boolean putBack(Connection session, @Nullable DriverSettings settings, PoolDefaults defaults)
			throws SQLException {
		if (!session.getAutoCommit()) {
			session.rollback();
		}
		return false;
	}

	private static SessionLocal local(Connection session) throws SQLException {
		return (SessionLocal) session.unwrap(JdbcConnection.class).getSession();
	}

	/**
	 * H2's own count of the changes of a database.
	 *
	 * @param rows the number of changes of rows, rolled back or not
	 * @param definitions the number of changes of definitions
	 */
	private record Position(long rows, long definitions) {

		static Position of(Database database) {
			return new Position(database.getModificationDataId(), database.getModificationMetaId());
		}

	}

}
