// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import org.postgresql.core.BaseConnection;
import org.postgresql.core.ServerVersion;

/**
 * What the open transaction of a connection has changed, as the server tells: see
 * <a href=
 * "https://www.postgresql.org/docs/17/monitoring-stats.html">pg_stat_xact_all_tables</a>.
 *
 * @param tables the tables of the application, with numbers of rows
 * @param catalog whether the system's tables changed: something was created, altered or
 * dropped
 */
record TransactionChanges(List<TableChange> tables, boolean catalog) {

	/**
	 * The server skips both branches for a transaction that has written nothing.
	 */
	private static final String QUERY = """
			SELECT schemaname, relname, n_tup_ins, n_tup_upd, n_tup_del
			FROM pg_stat_xact_all_tables
			WHERE pg_current_xact_id_if_assigned() IS NOT NULL
			  AND n_tup_ins + n_tup_upd + n_tup_del > 0 AND schemaname <> 'pg_toast'
			UNION ALL
			SELECT n.nspname, c.relname, 0, 0, 0
			FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
			WHERE pg_current_xact_id_if_assigned() IS NOT NULL
			  AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
			  AND c.xmin::text::bigint >= pg_current_xact_id_if_assigned()::text::bigint % 4294967296
			  AND n.nspname NOT IN ('pg_toast', 'pg_catalog')
			""";

	/**
	 * Makes the server report its statistics when the transaction ends.
	 */
	static final String REPORT_STATISTICS = "SELECT pg_stat_force_next_flush()";

	private static final String CATALOG = "pg_catalog";

	static final TransactionChanges NONE = new TransactionChanges(List.of(), false);

	/**
	 * Changes of a statement that the server could not be asked about.
	 */
	static final TransactionChanges UNKNOWN = new TransactionChanges(List.of(), true);

	/**
	 * Ask the server; the transaction stays open. The server counts until it reports the
	 * statistics, at most once a second, so it is told to report these when the
	 * transaction ends.
	 */
	static TransactionChanges of(BaseConnection connection) throws SQLException {
		List<TableChange> tables = new ArrayList<>();
		boolean catalog = false;
		try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(QUERY)) {
			while (rows.next()) {
				if (rows.getString(1).equals(CATALOG)) {
					catalog = true;
				}
				else {
					add(tables, new TableChange(rows.getString(1) + "." + rows.getString(2), rows.getLong(3),
							rows.getLong(4), rows.getLong(5)));
				}
			}
		}
		TransactionChanges changes = new TransactionChanges(tables, catalog);
		if (!changes.isEmpty() && connection.haveMinimumServerVersion(ServerVersion.v15)) {
			Sql.run(connection, REPORT_STATISTICS);
		}
		return changes;
	}

	private static void add(List<TableChange> tables, TableChange change) {
		boolean counted = tables.stream().anyMatch((other) -> other.table().equals(change.table()));
		if (!counted) {
			tables.add(change);
		}
	}

	boolean isEmpty() {
		return this.tables.isEmpty() && !this.catalog;
	}

}
