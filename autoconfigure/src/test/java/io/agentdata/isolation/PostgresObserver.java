// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

/**
 * Looks at a PostgreSQL with pgvector.
 */
final class PostgresObserver extends Observer {

	private static final List<String> TABLES = List.of("author", "note", "tag", "ledger", "event_early", "event_late",
			"essay", "log", "memory", "place", "atlas", "passage", "names");

	private static final List<String> PLANNED = List.of("SELECT * FROM author WHERE id = 7",
			"SELECT name FROM author WHERE active ORDER BY name", "SELECT * FROM author WHERE points > 3",
			"SELECT * FROM note", "SELECT * FROM note WHERE id > 100", "SELECT * FROM note WHERE title = 'x'",
			"SELECT * FROM note JOIN author ON author.id = note.author JOIN tag ON tag.note = note.id",
			"SELECT * FROM ledger WHERE amount BETWEEN 100 AND 110", "SELECT amount FROM ledger WHERE amount < 50",
			"SELECT count(*) FROM ledger", "SELECT * FROM event WHERE day = '2026-06-20'",
			"SELECT kind FROM event WHERE kind = 'kind 3'", "SELECT * FROM essay WHERE body LIKE 'a%'",
			"SELECT * FROM log", "SELECT * FROM memory ORDER BY embedding <-> vector_of(0) LIMIT 5",
			"SELECT * FROM place ORDER BY embedding <-> vector_of(0) LIMIT 5",
			"SELECT * FROM atlas ORDER BY embedding <-> vector_of(0) LIMIT 5",
			"SELECT * FROM passage ORDER BY embedding <-> vector_of(0) LIMIT 5");

	private static final Map<String, String> CATALOGS = Map.of("relations", """
			SELECT relname, relkind, relpersistence, relnatts, relhastriggers, relacl FROM pg_class
			WHERE oid >= 16384 AND relnamespace::regnamespace::text NOT LIKE 'pg_toast%' ORDER BY 1
			""", "functions", "SELECT proname, md5(prosrc) FROM pg_proc WHERE oid >= 16384 ORDER BY 1, 2", "schemas",
			"SELECT nspname, nspacl FROM pg_namespace WHERE nspname !~ '^pg_(toast_)?temp_' ORDER BY 1", "statistics",
			"""
					SELECT tablename, attname, n_distinct, correlation, most_common_vals FROM pg_stats
					WHERE schemaname = 'public' ORDER BY 1, 2
					""", "large objects", "SELECT oid, lo_get(oid) FROM pg_largeobject_metadata ORDER BY 1",
			"locks of others",
			"""
					SELECT locktype, mode, relation::regclass, objid FROM pg_locks JOIN pg_database d ON d.oid = database
					WHERE datname = current_database() AND pid <> pg_backend_pid()
					""",
			"prepared transactions", "SELECT gid FROM pg_prepared_xacts WHERE database = current_database()");

	private static final String SEQUENCES = """
			SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1
			""";

	private static final Map<String, String> SESSION = Map.of("settings",
			"SELECT name, setting, source FROM pg_settings WHERE name NOT LIKE '%.%' ORDER BY name", "roles",
			"SELECT current_user = session_user, current_schemas(false), EXISTS (SELECT FROM pg_class WHERE relnamespace = pg_my_temp_schema())",
			"channels", "SELECT * FROM pg_listening_channels()", "cursors",
			"SELECT name, is_holdable FROM pg_cursors WHERE name <> ''", "prepared statements",
			"SELECT name FROM pg_prepared_statements WHERE from_sql", "advisory locks",
			"SELECT objid FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()");

	@Override
	void observeSession(String name, Connection session, Map<String, String> parts) throws SQLException {
		parts.put(name + ": JDBC", jdbcState(session));
		try (Statement statement = session.createStatement()) {
			for (Map.Entry<String, String> part : SESSION.entrySet()) {
				parts.put(name + ": " + part.getKey(), rows(statement, part.getValue()));
			}
		}
	}

	@Override
	void observe(Statement statement, Map<String, String> parts) throws SQLException {
		statement.execute("SET LOCAL synchronize_seqscans = off");
		for (String query : PLANNED) {
			parts.put("plan of " + query, rows(statement, "EXPLAIN " + query));
		}
		for (Map.Entry<String, String> catalog : CATALOGS.entrySet()) {
			parts.put(catalog.getKey(), rows(statement, catalog.getValue()));
		}
		parts.put("sequences", rows(statement, SEQUENCES));
		for (String table : TABLES) {
			parts.put("rows of " + table,
					rows(statement, "SELECT ctid, left(t::text, 60), md5(t::text) FROM %s AS t".formatted(table)));
		}
		observeNeighbours(statement, "before", parts);
		write(statement);
		observeNeighbours(statement, "after", parts);
		for (String table : List.of("author", "note", "ledger", "log")) {
			parts.put("order of rows in " + table + ", after writing",
					rows(statement, "SELECT t::text FROM %s AS t".formatted(table)));
		}
	}

	/**
	 * Write as a test does, to see where the rows are put and found.
	 */
	private static void write(Statement statement) throws SQLException {
		statement.execute("INSERT INTO memory SELECT n, vector_of(n + 20) FROM generate_series(1, 30) AS n");
		statement.execute("INSERT INTO place SELECT n, vector_of(n + 20) FROM generate_series(101, 105) AS n");
		statement.execute("INSERT INTO atlas SELECT n, vector_of(n + 20) FROM generate_series(1001, 1010) AS n");
		statement.execute("INSERT INTO passage SELECT n, vector_of(n + 20) FROM generate_series(1001, 1010) AS n");
		statement.execute("INSERT INTO author VALUES (100, 'new'), (101, 'newer')");
		statement.execute("UPDATE author SET name = 'changed' WHERE id = 5");
		statement.execute("INSERT INTO note (id, title) VALUES (-1, 'first'), (-2, 'second')");
		statement.execute("UPDATE ledger SET amount = -1 WHERE id = 700");
		statement.execute("INSERT INTO ledger VALUES (-1, -1)");
	}

	private static void observeNeighbours(Statement statement, String when, Map<String, String> parts)
			throws SQLException {
		for (String table : List.of("memory", "place", "atlas", "passage")) {
			for (int query : new int[] { 0, 7, 1234 }) {
				String nearest = "SELECT id FROM %s ORDER BY embedding <-> vector_of(%s) LIMIT 5".formatted(table,
						query);
				statement.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off");
				String found = rows(statement, nearest);
				statement.execute(
						"SET LOCAL enable_seqscan = on; SET LOCAL enable_sort = on; SET LOCAL enable_indexscan = off");
				String exact = rows(statement, nearest);
				statement.execute("SET LOCAL enable_indexscan = on");
				parts.put("neighbours of %s in %s %s writing".formatted(query, table, when),
						"%s (exact: %s)".formatted(found.replace('\n', ' '), exact.replace('\n', ' ')));
			}
		}
	}

}
