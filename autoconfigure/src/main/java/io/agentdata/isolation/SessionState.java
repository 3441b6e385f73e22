// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import org.postgresql.core.BaseConnection;

/**
 * What a pooled connection carries from one user to the next, and no rollback undoes.
 *
 * @param facts one sentence part for each setting, lock, temporary table, channel, role
 * and prepared transaction
 */
record SessionState(Set<String> facts) {

	private static final String QUERY = """
			SELECT format('setting %s = %s', name, setting) FROM pg_settings WHERE source = 'session'
			UNION ALL SELECT format('role %s', current_user) WHERE current_user <> session_user
			UNION ALL SELECT format('session advisory lock %s', (classid::bigint << 32) | objid::bigint)
			FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()
			UNION ALL SELECT format('temporary table %s', relname) FROM pg_class
			WHERE relnamespace = pg_my_temp_schema() AND relkind = 'r'
			UNION ALL SELECT format('LISTEN %s', channel) FROM pg_listening_channels() AS channel
			UNION ALL SELECT format('prepared transaction %s', gid) FROM pg_prepared_xacts
			WHERE database = current_database()
			""";

	private static final Pattern CHANGES_STATE = Pattern.compile(
			"^\\s*(?:set|reset|listen|prepare|discard)\\b|set_config|advisory|\\btemp(?:orary)?\\b",
			Pattern.CASE_INSENSITIVE);

	/**
	 * Return whether a statement may change what is carried on.
	 */
	static boolean mayBeChangedBy(String sql) {
		return CHANGES_STATE.matcher(sql).find();
	}

	static SessionState of(Connection connection) throws SQLException {
		Set<String> facts = new LinkedHashSet<>();
		try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(QUERY)) {
			while (rows.next()) {
				facts.add(rows.getString(1));
			}
		}
		return new SessionState(facts);
	}

	/**
	 * Return the facts that were not there before.
	 */
	Set<String> since(SessionState before) {
		Set<String> added = new LinkedHashSet<>(this.facts);
		added.removeAll(before.facts);
		return added;
	}

	/**
	 * Put a session back to where it began, at once; the server ends a closed session a
	 * moment later. Prepared transactions, which hold their locks without any session,
	 * are undone.
	 * @param connection a connection in auto-commit mode, which is to be closed: what it
	 * was set up with is gone as well
	 */
	static void reset(BaseConnection connection) throws SQLException {
		List<String> statements = new ArrayList<>(List.of("DISCARD ALL"));
		try (Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery(
						"SELECT format('ROLLBACK PREPARED %L', gid) FROM pg_prepared_xacts WHERE database = current_database()")) {
			while (rows.next()) {
				statements.add(rows.getString(1));
			}
		}
		for (String statement : statements) {
			Sql.run(connection, statement);
		}
	}

}
