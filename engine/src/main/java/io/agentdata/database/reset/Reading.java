// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.reset;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a server tells of the changes of a database, in one round trip.
 *
 * @param tables the counters of the tables that were written to
 * @param sequences the counters of the sequences that were used
 * @param catalogs whether a counter of the catalogs has changed
 * @param prepared whether there are prepared transactions
 * @param sessions the number of sessions of the database, the asking one included
 * @param resetTime when the counters were set to zero
 * @param shared what was written to catalogs that tell the attributes of all databases
 * @param defined the rows that were written to the catalogs of columns, types and
 * routines, rolled back or not
 */
record Reading(Map<Table, TableReading> tables, Map<Sequence, Long> sequences, boolean catalogs, boolean prepared,
		int sessions, long resetTime, long shared, long defined) {

	/**
	 * Sizes are asked for only where something was written.
	 */
	private static final String QUESTION = ("""
			SELECT 't', number, pg_stat_get_tuples_inserted(oid), pg_stat_get_tuples_updated(oid),
				pg_stat_get_tuples_deleted(oid), %2$s, pg_stat_get_vacuum_count(oid) + pg_stat_get_analyze_count(oid),
				coalesce(pg_relation_size(oid::regclass), 0), coalesce(pg_relation_size(nullif(toast, 0)::oid::regclass), 0),
				coalesce(pg_indexes_size(oid::regclass), 0)
			FROM unnest(?::oid[], ?::bigint[], ?::bigint[], ?::bigint[])
				WITH ORDINALITY AS t (oid, written, committed, toast, number)
			WHERE %2$s <> committed OR %1$s <> written
			UNION ALL
			SELECT 's', number, pg_stat_get_blocks_fetched(oid), 0, 0, 0, 0, 0, 0, 0
			FROM unnest(?::oid[], ?::bigint[]) WITH ORDINALITY AS s (oid, fetched, number)
			WHERE pg_stat_get_blocks_fetched(oid) <> fetched
			UNION ALL
			SELECT 'd', 0, (SELECT sum(%2$s)::bigint FROM unnest(?::oid[]) AS c (oid)),
				(SELECT count(*) FROM pg_prepared_xact() WHERE dbid = d.oid), pg_stat_get_db_numbackends(d.oid), %3$s, 0, 0
			FROM pg_database d WHERE d.datname = current_database()
			""")
		.formatted(Counters.WRITTEN.formatted("oid"), Counters.COMMITTED.formatted("oid"), Counters.DATABASE);

	/**
	 * Ask a server.
	 * @param connection a session of the database
	 * @param relations the relations to ask about
	 * @param kept the counters of the kept state
	 */
	static Reading of(Connection connection, Relations relations, Counters kept) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(QUESTION)) {
			int parameter = 1;
			for (long[] numbers : List.of(relations.tableOids(), kept.written(), kept.committed, relations.toastOids(),
					relations.sequenceOids(), kept.fetched, relations.catalogs())) {
				statement.setArray(parameter++, Counters.array(connection, numbers));
			}
			try (ResultSet rows = statement.executeQuery()) {
				return read(rows, relations, kept);
			}
		}
	}

	private static Reading read(ResultSet rows, Relations relations, Counters kept) throws SQLException {
		Map<Table, TableReading> tables = new LinkedHashMap<>();
		Map<Sequence, Long> sequences = new LinkedHashMap<>();
		boolean catalogs = false;
		boolean prepared = false;
		int sessions = 0;
		long resetTime = 0;
		long shared = 0;
		long defined = 0;
		while (rows.next()) {
			int number = rows.getInt(2) - 1;
			switch (rows.getString(1)) {
				case "t" -> tables.put(relations.tables().get(number), TableReading.of(rows, 3));
				case "s" -> sequences.put(relations.sequences().get(number), rows.getLong(3));
				default -> {
					catalogs = rows.getLong(3) != kept.catalogTotal();
					prepared = rows.getLong(4) > 0;
					sessions = rows.getInt(5);
					resetTime = rows.getLong(6);
					shared = rows.getLong(7);
					defined = rows.getLong(8);
				}
			}
		}
		return new Reading(tables, sequences, catalogs, prepared, sessions, resetTime, shared, defined);
	}

}
