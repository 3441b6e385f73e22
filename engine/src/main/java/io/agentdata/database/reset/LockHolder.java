// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.reset;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import io.agentdata.database.copy.SessionNames;

/**
 * The session that keeps a table locked for longer than a reset waits.
 */
final class LockHolder {

	/**
	 * A forgotten transaction comes before one that works.
	 */
	private static final String HOLDERS = """
			SELECT l.pid, l.relation::regclass::text, coalesce(nullif(application_name, ''), 'without a name'),
				coalesce(state, 'unknown')
			FROM pg_locks l LEFT JOIN pg_stat_activity a ON a.pid = l.pid
			WHERE l.database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND l.granted
				AND l.relation >= 16384 AND l.pid <> pg_backend_pid()
			ORDER BY a.state_change, l.relation LIMIT 1
			""";

	private LockHolder() {
	}

	/**
	 * Return in a clause who holds a lock that a reset has waited for.
	 * @param session the session that has waited
	 * @param names knows whose sessions there are
	 */
	static String find(ResetSession session, SessionNames names) {
		String seconds = String.valueOf(ResetSession.LOCK_TIMEOUT.toSeconds());
		try (Statement statement = session.connection().createStatement();
				ResultSet row = statement.executeQuery(HOLDERS)) {
			if (!row.next()) {
				return "another session has held a lock for " + seconds + " s";
			}
			String holder = names.holder(row.getInt(1));
			return "%s has held a lock on %s for %s s"
				.formatted(
						(holder != null) ? "a transaction of " + holder : "the session %s of the application '%s', %s,"
							.formatted(row.getString(1), row.getString(3), row.getString(4)),
						row.getString(2), seconds);
		}
		catch (SQLException ex) {
			return "another session has held a lock for " + seconds + " s";
		}
	}

}
