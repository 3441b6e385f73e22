// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.reset;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Definitions of a kept state, by what tells them from changed ones.
 *
 * @param rows the number of rows of each catalog that the role may read, by its name
 * @param relations what {@code pg_class} says of each relation, by object ids: a hash of
 * all that is not changed by rows that come and go
 * @param sequences a hash of the definitions of all sequences, which a restart writes
 * again without changing them
 * @param estimates what the planner assumes of tables and their partial indexes, by the
 * object ids of the tables
 */
record KeptCatalogs(Map<String, Long> rows, Map<Long, Long> relations, long sequences,
		Map<Long, List<Estimate>> estimates) {

	/**
	 * Settings are of all databases: only those of one count here.
	 */
	static final String SETTINGS = "pg_db_role_setting";

	/**
	 * What a relation is, without the files and the numbers of rows.
	 */
	static final String RELATION = """
			hashtextextended(concat_ws('|', relname, relnamespace, reltype, reloftype, relowner, relam, reltablespace,
				reltoastrelid, relpersistence, relkind, relnatts, relchecks, relrowsecurity, relforcerowsecurity,
				relreplident, relispartition, relacl::text, reloptions::text, relpartbound::text), 0)""";

	private static final String READABLE = """
			SELECT relname FROM pg_class
			WHERE relnamespace = 'pg_catalog'::regnamespace AND relkind = 'r' AND has_table_privilege(oid, 'SELECT')
			""";

	private static final String DEFINITIONS_OF_SEQUENCES = """
			SELECT hashtextextended(coalesce(string_agg(s::text, '|' ORDER BY seqrelid), ''), 0) FROM pg_sequence AS s
			""";

	/**
	 * Those of other indexes come from their tables.
	 */
	private static final String ESTIMATES = """
			SELECT coalesce(indrelid, c.oid)::bigint, c.oid::bigint, relpages, reltuples, relallvisible, indpred IS NOT NULL
			FROM pg_class c LEFT JOIN pg_index ON c.oid = indexrelid
			WHERE c.oid >= 16384 AND (relkind IN ('r', 'm', 'p') OR indpred IS NOT NULL) AND relpersistence <> 't'
			""";

	static KeptCatalogs read(Connection connection, List<String> catalogs) throws SQLException {
		Map<String, Long> rows = new HashMap<>();
		Map<Long, Long> relations = new HashMap<>();
		try (Statement statement = connection.createStatement()) {
			Set<String> readable = readable(statement);
			try (ResultSet counts = statement.executeQuery(catalogs.stream()
				.filter(readable::contains)
				.map((catalog) -> "SELECT '%1$s', count(*) FROM %2$s".formatted(catalog, of(catalog)))
				.collect(Collectors.joining(" UNION ALL ")))) {
				while (counts.next()) {
					rows.put(counts.getString(1), counts.getLong(2));
				}
			}
			try (ResultSet classes = statement
				.executeQuery("SELECT oid::bigint, %s FROM pg_class WHERE oid >= 16384".formatted(RELATION))) {
				while (classes.next()) {
					relations.put(classes.getLong(1), classes.getLong(2));
				}
			}
			return new KeptCatalogs(rows, relations, sequences(statement), estimates(statement));
		}
	}

	private static Set<String> readable(Statement statement) throws SQLException {
		Set<String> readable = new HashSet<>();
		try (ResultSet names = statement.executeQuery(READABLE)) {
			while (names.next()) {
				readable.add(names.getString(1));
			}
		}
		return readable;
	}

	/**
	 * Return a hash of the present definitions of all sequences.
	 */
	static long sequences(Statement statement) throws SQLException {
		try (ResultSet row = statement.executeQuery(DEFINITIONS_OF_SEQUENCES)) {
			row.next();
			return row.getLong(1);
		}
	}

	/**
	 * Return the tables of which the planner assumes something else now, or of whose
	 * indexes.
	 */
	static Set<Long> misjudged(Statement statement, KeptCatalogs kept) throws SQLException {
		Set<Long> misjudged = new HashSet<>();
		estimates(statement).forEach((table, estimates) -> {
			List<Estimate> before = kept.estimates().get(table);
			if (before != null && !Set.copyOf(estimates).containsAll(before)) {
				misjudged.add(table);
			}
		});
		return misjudged;
	}

	private static Map<Long, List<Estimate>> estimates(Statement statement) throws SQLException {
		Map<Long, List<Estimate>> estimates = new HashMap<>();
		try (ResultSet indexes = statement.executeQuery(ESTIMATES)) {
			while (indexes.next()) {
				estimates.computeIfAbsent(indexes.getLong(1), (table) -> new ArrayList<>())
					.add(new Estimate(indexes.getLong(2), indexes.getInt(3), indexes.getFloat(4), indexes.getInt(5),
							indexes.getBoolean(6)));
			}
		}
		return estimates;
	}

	/**
	 * Return the rows of a catalog that belong to the database, for the clause
	 * {@code FROM}. The schemas of temporary tables outlive the sessions that need them.
	 */
	static String of(String catalog) {
		return switch (catalog) {
			case SETTINGS ->
				"(SELECT s.*, s.xmin FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase "
						+ "WHERE d.datname = current_database()) AS settings";
			case "pg_namespace" ->
				"(SELECT *, xmin FROM pg_namespace WHERE nspname !~ '^pg_(toast_)?temp_') AS schemas";
			default -> catalog;
		};
	}

	/**
	 * What the planner assumes of a table or an index.
	 *
	 * @param relation its object id
	 * @param pages the number of pages
	 * @param rows the number of rows
	 * @param visiblePages the number of pages whose rows are all visible to everybody
	 * @param partial whether it is an index that leaves rows out
	 */
	record Estimate(long relation, int pages, float rows, int visiblePages, boolean partial) {

	}

}
