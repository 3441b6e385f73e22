// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.reset;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.agentdata.database.reset.Table.Kind;
import io.agentdata.database.reset.Table.Triggers;
import org.jspecify.annotations.Nullable;

/**
 * Tables, sequences and system catalogs of a database. They are the same in all its
 * clones, until a definition changes.
 *
 * @param tables the tables and materialized views of the application, each at its number
 * @param dependents at the number of each table the numbers of those that can only be
 * emptied with it: tables that reference it by a foreign key, and its partitions
 * @param sequences the sequences, each at its number
 * @param catalogs the object ids of the catalogs that definitions are in, ascending
 * @param catalogNames the names of the catalogs, in the same order
 */
record Relations(List<Table> tables, List<BitSet> dependents, List<Sequence> sequences, long[] catalogs,
		List<String> catalogNames) {

	/**
	 * The system's own objects are numbered below 16384.
	 * @see <a href=
	 * "https://www.postgresql.org/docs/17/system-catalog-initial-data.html#SYSTEM-CATALOG-OID-ASSIGNMENT">the
	 * assignment of numbers</a>
	 */
	private static final String TABLES = """
			SELECT c.oid::bigint, format('%I.%I', n.nspname, c.relname), c.relkind, coalesce(a.amname = 'heap', false),
				c.reltoastrelid::bigint,
				(SELECT count(*) FROM pg_index i WHERE i.indrelid = c.oid),
				EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indpred IS NOT NULL),
				(SELECT min(m.amname) FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_am m ON m.oid = x.relam
					WHERE i.indrelid = c.oid AND m.oid >= 16384),
				(SELECT max(CASE WHEN enabled IN ('A', 'R') THEN 2 ELSE 1 END) FROM
					(SELECT tgenabled FROM pg_trigger WHERE tgrelid = c.oid AND NOT tgisinternal
						UNION ALL SELECT ev_enabled FROM pg_rewrite WHERE ev_class = c.oid AND ev_type = '4') AS t (enabled)
					WHERE enabled <> 'D'),
				row_security_active(c.oid) OR NOT has_table_privilege(c.oid, 'SELECT') OR NOT has_schema_privilege(n.oid, 'USAGE')
			FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_am a ON a.oid = c.relam
			WHERE c.oid >= 16384 AND c.relkind IN ('r', 'm', 'p') AND c.relpersistence <> 't' ORDER BY c.oid
			""";

	private static final String DEPENDENTS = """
			SELECT confrelid::bigint, conrelid::bigint FROM pg_constraint WHERE contype = 'f'
			UNION SELECT inhparent::bigint, inhrelid::bigint FROM pg_inherits JOIN pg_class ON oid = inhparent AND relkind = 'p'
			""";

	private static final String SEQUENCES = """
			SELECT c.oid::bigint, format('%I.%I', n.nspname, c.relname), seqcache > 1
			FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_sequence ON seqrelid = c.oid
			WHERE c.oid >= 16384 AND c.relpersistence <> 't' ORDER BY c.oid
			""";

	/**
	 * Of the catalogs that all databases share, only the settings of databases and roles
	 * can be said to belong to one of them.
	 */
	private static final String CATALOGS = """
			SELECT oid::bigint, relname FROM pg_class WHERE oid < 16384 AND relkind = 'r' AND relnamespace = 'pg_catalog'::regnamespace
				AND (NOT relisshared OR oid = 'pg_db_role_setting'::regclass) ORDER BY oid
			""";

	static Relations read(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			List<Table> tables = tables(statement);
			Map<Long, String> catalogs = catalogs(statement);
			return new Relations(tables, dependents(statement, tables), sequences(statement),
					catalogs.keySet().stream().mapToLong(Long::longValue).toArray(), List.copyOf(catalogs.values()));
		}
	}

	long[] tableOids() {
		return this.tables.stream().mapToLong(Table::oid).toArray();
	}

	long[] toastOids() {
		return this.tables.stream().mapToLong(Table::toast).toArray();
	}

	long[] sequenceOids() {
		return this.sequences.stream().mapToLong(Sequence::oid).toArray();
	}

	@Nullable Table ofOid(long oid) {
		int position = Arrays.binarySearch(tableOids(), oid);
		return (position >= 0) ? this.tables.get(position) : null;
	}

	/**
	 * Return tables with all those that {@code TRUNCATE} must name with them.
	 */
	Set<Table> withDependents(Collection<Table> truncated) {
		Set<Table> closure = new LinkedHashSet<>(truncated);
		Deque<Table> open = new ArrayDeque<>(truncated);
		while (!open.isEmpty()) {
			this.dependents.get(open.remove().number())
				.stream()
				.mapToObj(this.tables::get)
				.filter(closure::add)
				.forEach(open::add);
		}
		return closure;
	}

	/**
	 * Return tables so that each comes after those that it references, as far as these do
	 * not reference it as well.
	 */
	List<Table> inOrderOfReferences(Collection<Table> unordered) {
		List<Table> ordered = new ArrayList<>();
		Set<Table> seen = new HashSet<>();
		unordered.forEach((table) -> addReferencing(table, Set.copyOf(unordered), seen, ordered));
		Collections.reverse(ordered);
		return ordered;
	}

	private void addReferencing(Table table, Set<Table> among, Set<Table> seen, List<Table> ordered) {
		if (among.contains(table) && seen.add(table)) {
			this.dependents.get(table.number())
				.stream()
				.mapToObj(this.tables::get)
				.forEach((dependent) -> addReferencing(dependent, among, seen, ordered));
			ordered.add(table);
		}
	}

	/**
	 * Return whether a table references one that comes later.
	 */
	boolean isCircle(List<Table> ordered) {
		for (int later = 0; later < ordered.size(); later++) {
			BitSet referencing = this.dependents.get(ordered.get(later).number());
			if (ordered.subList(0, later).stream().map(Table::number).anyMatch(referencing::get)) {
				return true;
			}
		}
		return false;
	}

	private static List<Table> tables(Statement statement) throws SQLException {
		List<Table> tables = new ArrayList<>();
		try (ResultSet rows = statement.executeQuery(TABLES)) {
			while (rows.next()) {
				tables.add(new Table(tables.size(), rows.getLong(1), rows.getString(2), Kind.of(rows.getString(3)),
						rows.getBoolean(4), rows.getLong(5), rows.getInt(6), rows.getBoolean(7), rows.getString(8),
						Triggers.values()[rows.getInt(9)], rows.getBoolean(10)));
			}
		}
		return List.copyOf(tables);
	}

	private static List<BitSet> dependents(Statement statement, List<Table> tables) throws SQLException {
		Map<Long, Integer> numbers = new HashMap<>();
		List<BitSet> dependents = new ArrayList<>();
		tables.forEach((table) -> {
			numbers.put(table.oid(), table.number());
			dependents.add(new BitSet());
		});
		try (ResultSet rows = statement.executeQuery(DEPENDENTS)) {
			while (rows.next()) {
				Integer table = numbers.get(rows.getLong(1));
				Integer dependent = numbers.get(rows.getLong(2));
				if (table != null && dependent != null) {
					dependents.get(table).set(dependent);
				}
			}
		}
		return dependents;
	}

	private static List<Sequence> sequences(Statement statement) throws SQLException {
		List<Sequence> sequences = new ArrayList<>();
		try (ResultSet rows = statement.executeQuery(SEQUENCES)) {
			while (rows.next()) {
				sequences.add(new Sequence(sequences.size(), rows.getLong(1), rows.getString(2), rows.getBoolean(3)));
			}
		}
		return List.copyOf(sequences);
	}

	private static Map<Long, String> catalogs(Statement statement) throws SQLException {
		Map<Long, String> catalogs = new LinkedHashMap<>();
		try (ResultSet rows = statement.executeQuery(CATALOGS)) {
			while (rows.next()) {
				catalogs.put(rows.getLong(1), rows.getString(2));
			}
		}
		return catalogs;
	}

}
