// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.reset;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Names the session whose transaction has locked tables, and was not ended.
 */
final class LockHolder {

	/**
	 * Who has waited longest has most likely been forgotten.
	 */
	private static final String HOLDERS = """
			SELECT pid, state, left(trim(query), 100) FROM pg_stat_activity
			WHERE pid IN (SELECT pid FROM pg_locks WHERE locktype = 'relation' AND granted AND relation >= 16384
					AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))
				AND pid <> pg_backend_pid()
			ORDER BY xact_start LIMIT 1
			""";

	private LockHolder() {
	}

	/**
	 * Return which session holds a lock, as a clause.
	 */
	static String inWords(Connection connection) throws SQLException {
		String seconds = "has held a lock for %s s".formatted(ResetSession.LOCK_TIMEOUT.toSeconds());
		try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(HOLDERS)) {
			return row.next() ? "session %s %s; it is %s, and its last statement is: %s".formatted(row.getInt(1),
					seconds, row.getString(2), row.getString(3)) : "another session " + seconds;
		}
	}

}
