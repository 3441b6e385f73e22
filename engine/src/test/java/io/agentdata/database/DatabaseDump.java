// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/**
 * All that queries can tell of a database: rows in their physical order, definitions,
 * positions of sequences, sizes, the planner's statistics and its estimates.
 *
 * @param parts the parts of the text, by what they tell
 */
public record DatabaseDump(Map<String, String> parts) {

	private static final String RELATIONS = """
			SELECT c.oid::regclass::text, c.relkind FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
			WHERE c.oid >= 16384 AND c.relkind IN ('r', 'm', 'p', 'S') AND c.relpersistence <> 't'
				AND n.nspname NOT LIKE 'pg_toast%' ORDER BY c.oid
			""";

	/**
	 * A page of dead rows may stay in a table that is empty.
	 */
	private static final String SIZES = """
			SELECT c.oid::regclass, relkind, relpersistence, relpages, reltuples, relallvisible,
				greatest(pg_relation_size(c.oid), CASE relpages WHEN 0 THEN 8192 END),
				(SELECT pg_relation_size(t.oid) FROM pg_class t WHERE t.oid = c.reltoastrelid)
			FROM pg_class c WHERE c.oid >= 16384 AND relkind IN ('r', 'm', 'p') AND relpersistence <> 't'
				AND relnamespace <> 'pg_toast'::regnamespace ORDER BY c.oid
			""";

	/**
	 * The planner takes its estimates of other indexes from their tables.
	 */
	private static final String PARTIAL_INDEXES = """
			SELECT indexrelid::regclass, relpages, reltuples, pg_relation_size(indexrelid) FROM pg_index
				JOIN pg_class ON pg_class.oid = indexrelid
			WHERE indpred IS NOT NULL AND relpersistence <> 't' ORDER BY 1
			""";

	private static final Map<String, String> CATALOGS = Map.of("columns",
			"""
					SELECT attrelid::regclass, attnum, attname, format_type(atttypid, atttypmod), attnotnull, attidentity, attgenerated,
						pg_get_expr(adbin, adrelid), attstorage, attcompression, attacl
					FROM pg_attribute JOIN pg_class c ON c.oid = attrelid LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
					WHERE attrelid >= 16384 AND relpersistence <> 't' AND attnum > 0 AND relkind <> 't' ORDER BY attrelid, attnum
					""",
			"relations",
			"""
					SELECT oid, relname, relnamespace::regnamespace, relkind, relowner::regrole, relacl, reloptions, relrowsecurity,
						relforcerowsecurity, relpersistence FROM pg_class
					WHERE oid >= 16384 AND relpersistence <> 't' AND relnamespace::regnamespace::text !~ '^pg_' ORDER BY oid
					""",
			"constraints",
			"SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE oid >= 16384 ORDER BY oid", "indexes",
			"SELECT pg_get_indexdef(indexrelid), indisvalid, indisclustered FROM pg_index i JOIN pg_class c ON c.oid = "
					+ "indexrelid WHERE indexrelid >= 16384 AND relnamespace::regnamespace::text !~ '^pg_' ORDER BY indexrelid",
			"triggers",
			"SELECT pg_get_triggerdef(oid), tgenabled FROM pg_trigger WHERE NOT tgisinternal ORDER BY tgrelid, tgname",
			"rules and policies",
			"SELECT tablename, rulename, definition FROM pg_rules UNION ALL SELECT tablename, policyname, qual FROM pg_policies ORDER BY 1, 2",
			"functions and types",
			"SELECT proname, md5(prosrc) FROM pg_proc WHERE oid >= 16384 UNION ALL SELECT typname, md5(typtype::text) FROM pg_type "
					+ "WHERE oid >= 16384 AND typnamespace::regnamespace::text !~ '^pg_' ORDER BY 1, 2",
			"schemas", "SELECT nspname, nspacl FROM pg_namespace WHERE nspname !~ '^pg_(toast_)?temp_' ORDER BY 1",
			"large objects", "SELECT oid, lomacl, md5(lo_get(oid)) FROM pg_largeobject_metadata ORDER BY 1",
			"statistics",
			"""
					SELECT schemaname, tablename, attname, null_frac, avg_width, n_distinct, correlation, most_common_vals::text,
						most_common_freqs::text, md5(histogram_bounds::text) FROM pg_stats WHERE schemaname !~ '^(pg_|information_)' ORDER BY 1, 2, 3
					""");

	/**
	 * Dump a database.
	 * @param connection a session of a superuser
	 */
	public static DatabaseDump of(Connection connection) throws SQLException {
		Map<String, String> parts = new LinkedHashMap<>();
		try (Statement statement = connection.createStatement()) {
			statement.execute("SET synchronize_seqscans = off; SET search_path = pg_catalog");
			for (List<String> relation : rows(statement, RELATIONS)) {
				String name = relation.get(0);
				if (relation.get(1).equals("S")) {
					parts.put("position of " + name, text(statement, "SELECT last_value, is_called FROM " + name));
				}
				else {
					parts.put("rows of " + name, text(statement,
							"SELECT ctid, md5(t::text), left(t::text, 100) FROM ONLY %s AS t".formatted(name)));
					parts.put("plan for " + name, text(statement, "EXPLAIN SELECT * FROM " + name));
				}
			}
			parts.put("sizes", text(statement, SIZES));
			parts.put("partial indexes", text(statement, PARTIAL_INDEXES));
			for (Map.Entry<String, String> catalog : CATALOGS.entrySet()) {
				parts.put(catalog.getKey(), text(statement, catalog.getValue()));
			}
		}
		return new DatabaseDump(parts);
	}

	/**
	 * Dump a database to which its own role is a superuser.
	 */
	public static DatabaseDump of(Database database) throws SQLException {
		try (Connection connection = database.dataSource().getConnection()) {
			return of(connection);
		}
	}

	/**
	 * Return the parts that are not the same in another dump, with both texts.
	 */
	public List<String> differences(DatabaseDump other) {
		List<String> differences = new ArrayList<>();
		TreeSet<String> names = new TreeSet<>(this.parts.keySet());
		names.addAll(other.parts.keySet());
		for (String name : names) {
			String own = this.parts.get(name);
			String others = other.parts.get(name);
			if (!Objects.equals(own, others)) {
				differences.add("%s%n%s%n  instead of%n%s".formatted(name, own, others));
			}
		}
		return differences;
	}

	private static String text(Statement statement, String query) throws SQLException {
		return String.join("\n", rows(statement, query).stream().map((row) -> String.join(" | ", row)).toList());
	}

	private static List<List<String>> rows(Statement statement, String query) throws SQLException {
		List<List<String>> all = new ArrayList<>();
		try (ResultSet rows = statement.executeQuery(query)) {
			while (rows.next()) {
				List<String> row = new ArrayList<>();
				for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
					row.add(String.valueOf(rows.getString(column)));
				}
				all.add(row);
			}
		}
		return all;
	}

}
