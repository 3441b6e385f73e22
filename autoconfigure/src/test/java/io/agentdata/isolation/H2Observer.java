// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

/**
 * Looks at an H2, which has no vectors, no costs in its plans, and no settings of a
 * session that are put back.
 */
final class H2Observer extends Observer {

	private static final List<String> PLANNED = List.of("SELECT * FROM author WHERE id = 7",
			"SELECT * FROM note JOIN author ON author.id = note.author JOIN tag ON tag.note = note.id",
			"SELECT * FROM ledger WHERE amount BETWEEN 10 AND 20 AND id > 3");

	private static final Map<String, String> CATALOGS = Map.of("relations", """
			SELECT table_name, table_type FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1
			""", "columns", """
			SELECT table_name, column_name, data_type, column_default, selectivity FROM information_schema.columns
			WHERE table_schema = 'public' ORDER BY 1, ordinal_position
			""", "indexes",
			"SELECT table_name, index_name FROM information_schema.indexes WHERE table_schema = 'public' ORDER BY 1, 2",
			"locks of others",
			"SELECT table_name, lock_type FROM information_schema.locks WHERE session_id <> session_id()", "sequences",
			"SELECT sequence_name, base_value FROM information_schema.sequences ORDER BY 1");

	@Override
	void observeSession(String name, Connection session, Map<String, String> parts) throws SQLException {
		parts.put(name + ": JDBC", jdbcState(session));
		try (Statement statement = session.createStatement()) {
			parts.put(name + ": state",
					rows(statement, "SELECT state_key, state_command FROM information_schema.session_state"));
			parts.put(name + ": settings",
					rows(statement, "SELECT lock_timeout(), current_schema, extract(timezone_hour FROM now())"));
		}
	}

	@Override
	void observe(Statement statement, Map<String, String> parts) throws SQLException {
		for (String query : PLANNED) {
			parts.put("plan of " + query, rows(statement, "EXPLAIN " + query));
		}
		for (Map.Entry<String, String> catalog : CATALOGS.entrySet()) {
			parts.put(catalog.getKey(), rows(statement, catalog.getValue()));
		}
		for (String table : List.of("author", "note", "tag", "ledger")) {
			parts.put("rows of " + table, rows(statement, "SELECT * FROM " + table));
		}
		statement.execute("INSERT INTO author (id, name) VALUES (100, 'new'), (0, 'newer')");
		statement.execute("INSERT INTO note (id, title) VALUES (-1, 'first'), (-2, 'second')");
		for (String table : List.of("author", "note")) {
			parts.put("order of rows in " + table + ", after writing", rows(statement, "SELECT * FROM " + table));
		}
	}

}
