// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.reset;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What has changed in the catalogs of a database. A counter only tells that a catalog was
 * written to, as a temporary table does that is gone again; its rows tell the rest.
 *
 * @param replaced tables whose rows are in another file, as after {@code TRUNCATE}
 * @param definitions everything else that has changed, as noun phrases
 */
record CatalogChanges(Set<Table> replaced, List<String> definitions) {

	private static final int MOST_NAMES = 5;

	/**
	 * Catalogs that change with the definition of a relation.
	 */
	private static final Set<String> PARTS_OF_RELATIONS = Set.of("pg_attribute", "pg_attrdef", "pg_depend", "pg_type",
			"pg_index", "pg_constraint", "pg_sequence", "pg_inherits");

	/**
	 * A row that was added or updated later than the kept state bears a later transaction
	 * id. The ages of ids can be compared even where the ids have begun anew.
	 */
	private static final String LATER = "age(xmin) <= age('%s'::xid8::xid)";

	private static final String RELATIONS = """
			SELECT c.oid::bigint, c.relkind, c.oid::regclass::text, %s, coalesce(pg_relation_filenode(c.oid), 0)::bigint,
				coalesce(i.indrelid::bigint, 0)
			FROM (SELECT * FROM pg_class WHERE %s) AS c LEFT JOIN pg_index i ON i.indexrelid = c.oid ORDER BY c.oid
			""";

	/**
	 * Compare.
	 * @param connection a session of the database
	 * @param relations its relations
	 * @param catalogs the names of the catalogs that were written to
	 * @param counters when the database was in the kept state, with the files of its
	 * tables
	 * @param kept the definitions of the kept state
	 */
	static CatalogChanges find(Connection connection, Relations relations, List<String> catalogs, Counters counters,
			KeptCatalogs kept) throws SQLException {
		String later = later(counters.boundary);
		Set<Table> replaced = new LinkedHashSet<>();
		Set<String> definitions = new LinkedHashSet<>();
		try (Statement statement = connection.createStatement()) {
			Set<String> changed = changedCatalogs(statement, catalogs, later, kept);
			if (changed.remove("pg_class")) {
				compareRelations(statement, relations, later, counters, kept, replaced, definitions);
				findDropped(statement, relations, definitions);
			}
			if (!definitions.isEmpty()) {
				changed.removeAll(PARTS_OF_RELATIONS);
			}
			if (changed.contains("pg_sequence") && KeptCatalogs.sequences(statement) == kept.sequences()) {
				changed.remove("pg_sequence");
			}
			changed.forEach((catalog) -> definitions.add(inWords(catalog)));
		}
		return new CatalogChanges(replaced, definitions.stream().limit(MOST_NAMES).toList());
	}

	/**
	 * Return the condition that a row was added or updated since a transaction id.
	 */
	static String later(long boundary) {
		return LATER.formatted(boundary);
	}

	/**
	 * Return the catalogs with rows that were not there, or without rows that were. Of
	 * those that the role may not read it is only known that they were written to.
	 */
	private static Set<String> changedCatalogs(Statement statement, List<String> catalogs, String later,
			KeptCatalogs kept) throws SQLException {
		Set<String> changed = new LinkedHashSet<>(catalogs);
		changed.removeAll(kept.rows().keySet());
		if (changed.containsAll(catalogs)) {
			return changed;
		}
		try (ResultSet counts = statement.executeQuery(catalogs.stream()
			.filter(kept.rows()::containsKey)
			.map((catalog) -> "SELECT '%s', count(*), count(*) FILTER (WHERE %s) FROM %s".formatted(catalog, later,
					KeptCatalogs.of(catalog)))
			.collect(Collectors.joining(" UNION ALL ")))) {
			while (counts.next()) {
				Long before = kept.rows().get(counts.getString(1));
				if (before == null || before != counts.getLong(2) || counts.getLong(3) > 0) {
					changed.add(counts.getString(1));
				}
			}
		}
		return changed;
	}

	private static void compareRelations(Statement statement, Relations relations, String later, Counters counters,
			KeptCatalogs kept, Set<Table> replaced, Set<String> definitions) throws SQLException {
		Set<Long> rewrittenIndexes = new HashSet<>();
		try (ResultSet rows = statement.executeQuery(RELATIONS.formatted(KeptCatalogs.RELATION, later))) {
			while (rows.next()) {
				Table table = relations.ofOid(rows.getLong(1));
				Long hash = kept.relations().get(rows.getLong(1));
				if (hash == null || hash != rows.getLong(4)) {
					definitions.add("the definition of " + rows.getString(3));
				}
				else if (table != null && counters.files[table.number()] != rows.getLong(5)) {
					replaced.add(table);
				}
				else if (rows.getString(2).equals("i")) {
					rewrittenIndexes.add(rows.getLong(6));
				}
			}
		}
		// a table that was rewritten has new indexes; one whose index alone was, has not
		replaced.forEach((table) -> rewrittenIndexes.removeAll(List.of(table.oid(), table.toast())));
		for (long owner : rewrittenIndexes) {
			Table table = relations.ofOid(owner);
			definitions.add("an index of " + ((table != null) ? table.name() : "a system table"));
		}
	}

	private static void findDropped(Statement statement, Relations relations, Set<String> definitions)
			throws SQLException {
		Set<Long> present = new HashSet<>();
		try (ResultSet rows = statement.executeQuery("SELECT oid::bigint FROM pg_class WHERE oid >= 16384")) {
			while (rows.next()) {
				present.add(rows.getLong(1));
			}
		}
		relations.tables()
			.stream()
			.filter((table) -> !present.contains(table.oid()))
			.forEach((table) -> definitions.add("the dropped table " + table.name()));
	}

	private static String inWords(String catalog) {
		return switch (catalog) {
			case "pg_largeobject", "pg_largeobject_metadata" -> "large objects";
			case "pg_statistic", "pg_statistic_ext_data" -> "the planner's statistics, by ANALYZE";
			case KeptCatalogs.SETTINGS -> "a setting of the database";
			case "pg_proc" -> "functions or procedures";
			case "pg_namespace" -> "schemas";
			case "pg_trigger" -> "triggers";
			case "pg_constraint" -> "constraints";
			case "pg_type", "pg_enum" -> "types";
			case "pg_policy" -> "policies";
			case "pg_extension" -> "extensions";
			default -> "definitions in " + catalog;
		};
	}

}
