// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.reset;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

import io.agentdata.database.reset.Table.Kind;

/**
 * Looks for changes in the database itself, where a session may not have reported them.
 * It reads all tables and catalogs.
 */
final class UnreportedChanges {

	private static final String ROWS = """
			SELECT %1$s, count(*), count(*) FILTER (WHERE %2$s), pg_relation_size(%3$s),
				coalesce(pg_relation_size(nullif(%4$s, 0)::oid::regclass), 0), pg_indexes_size(%3$s) FROM ONLY %5$s
			""";

	private final Connection connection;

	private final Difference difference;

	private final Baseline baseline;

	UnreportedChanges(Connection connection, Difference difference) {
		this.connection = connection;
		this.difference = difference;
		this.baseline = difference.baseline();
	}

	/**
	 * Add what is found to the difference.
	 */
	void find() throws SQLException {
		Relations relations = this.baseline.relations();
		KeptCatalogs kept = this.baseline.catalogs();
		this.difference.add(CatalogChanges.find(this.connection, relations, List.copyOf(kept.rows().keySet()),
				this.difference.counters(), kept));
		if (this.difference.definitions().isEmpty()) {
			findRows(relations.tables());
			this.difference.advanced().addAll(sequences());
		}
	}

	/**
	 * Add the tables to the difference whose rows or files are not those of the kept
	 * state.
	 */
	void findRows(Collection<Table> tables) throws SQLException {
		List<Table> readable = tables.stream()
			.filter((table) -> table.kind() != Kind.PARTITIONED && !table.hidden())
			.toList();
		for (List<Table> some : Portions.of(readable)) {
			this.difference.add(rows(some));
		}
	}

	private List<TableDelta> rows(List<Table> tables) throws SQLException {
		List<TableDelta> changed = new ArrayList<>();
		String later = CatalogChanges.later(this.difference.counters().boundary);
		try (Statement statement = this.connection.createStatement();
				ResultSet rows = statement.executeQuery(tables.stream()
					.map((table) -> ROWS.formatted(table.number(), later, table.oid(), table.toast(), table.name()))
					.collect(Collectors.joining(" UNION ALL ")))) {
			while (rows.next()) {
				Table table = this.baseline.relations().tables().get(rows.getInt(1));
				Contents kept = this.baseline.contents(table);
				long added = rows.getLong(3);
				long gone = kept.rows() - (rows.getLong(2) - added);
				long bytes = rows.getLong(4);
				long toastBytes = rows.getLong(5);
				long indexBytes = rows.getLong(6);
				if (added > 0 || gone != 0) {
					changed.add(new TableDelta(table, added, 0, gone, added + gone, false, gone < 0, bytes, toastBytes,
							indexBytes));
				}
				else if (bytes > kept.bytes() || toastBytes > kept.toastBytes() || indexBytes > kept.indexBytes()) {
					changed.add(TableDelta.grown(table, bytes, toastBytes, indexBytes));
				}
			}
		}
		return changed;
	}

	private List<Sequence> sequences() throws SQLException {
		Sequences present = Sequences.read(this.connection);
		List<Sequences.Position> moved = new ArrayList<>(present.positions());
		moved.removeAll(this.baseline.sequences().positions());
		List<String> names = moved.stream().map(Sequences.Position::sequence).toList();
		return this.baseline.relations()
			.sequences()
			.stream()
			.filter((sequence) -> names.contains(sequence.name()))
			.toList();
	}

}
