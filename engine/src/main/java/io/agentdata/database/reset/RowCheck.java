// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.reset;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import io.agentdata.database.reset.Table.Kind;

/**
 * Looks for committed changes in the tables themselves, where a session may not have
 * reported them. It reads all tables.
 */
final class RowCheck {

	private RowCheck() {
	}

	/**
	 * Return the tables whose rows are not those of the kept state.
	 */
	static List<TableDelta> find(ResetSession session, Baseline baseline, Counters counters) throws SQLException {
		List<TableDelta> changed = new ArrayList<>();
		List<Table> tables = baseline.relations()
			.tables()
			.stream()
			.filter((table) -> table.kind() != Kind.PARTITIONED)
			.toList();
		if (tables.isEmpty()) {
			return changed;
		}
		String later = CatalogChanges.later(counters.boundary);
		try (Statement statement = session.connection().createStatement();
				ResultSet rows = statement.executeQuery(tables.stream()
					.map((table) -> "SELECT %s, count(*), count(*) FILTER (WHERE %s), pg_relation_size(%s) FROM ONLY %s"
						.formatted(table.number(), later, table.oid(), table.name()))
					.collect(Collectors.joining(" UNION ALL ")))) {
			while (rows.next()) {
				Table table = baseline.relations().tables().get(rows.getInt(1));
				long added = rows.getLong(3);
				long gone = baseline.contents(table).rows() - (rows.getLong(2) - added);
				if (added > 0 || gone != 0) {
					changed
						.add(new TableDelta(table, added, 0, gone, added + gone, false, gone < 0, rows.getLong(4), 0));
				}
			}
		}
		return changed;
	}

}
