// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.reset;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import org.postgresql.PGConnection;

/**
 * Readings of a database's counters at the time when it was last in a kept state. The
 * server counts rows that transactions wrote, rolled back or not; see
 * <a href= "https://www.postgresql.org/docs/17/monitoring-stats.html">the cumulative
 * statistics system</a>. A new clone begins at zero. It is not safe for use by several
 * threads.
 */
final class Counters {

	/**
	 * Rows that were written, rolled back or not, with the times that the table was
	 * vacuumed or analysed on demand.
	 */
	static final String WRITTEN = "pg_stat_get_tuples_inserted(%1$s) + pg_stat_get_tuples_updated(%1$s)"
			+ " + pg_stat_get_tuples_deleted(%1$s) + pg_stat_get_vacuum_count(%1$s) + pg_stat_get_analyze_count(%1$s)";

	/**
	 * Rows whose change was committed, since the table was last analysed.
	 */
	static final String COMMITTED = "pg_stat_get_mod_since_analyze(%s)";

	/**
	 * Rows of the catalogs of columns, types and routines that were written, rolled back
	 * or not. To empty a table, or to put it back, writes none.
	 */
	private static final String DEFINED = """
			(SELECT sum(pg_stat_get_tuples_inserted(oid) + pg_stat_get_tuples_updated(oid) + pg_stat_get_tuples_deleted(oid))::bigint
				FROM unnest('{pg_attribute,pg_type,pg_proc,pg_namespace}'::regclass[]) AS d (oid))""";

	/**
	 * When the counters of the database {@code d} were set to zero, in microseconds; what
	 * was written to the catalogs of all databases, and of the comments on them; and
	 * {@link #DEFINED}.
	 */
	static final String DATABASE = """
			coalesce(extract(epoch FROM pg_stat_get_db_stat_reset_time(d.oid)) * 1000000, 0)::bigint,
				pg_stat_get_mod_since_analyze('pg_database'::regclass) + pg_stat_get_mod_since_analyze('pg_shdescription'::regclass),
				%s"""
		.formatted(DEFINED);

	/**
	 * What the database is besides its content: its rights, limit and comment.
	 */
	private static final String ATTRIBUTES = """
			SELECT hashtextextended(concat_ws('|', d.datconnlimit, shobj_description(d.oid, 'pg_database'),
				(SELECT string_agg(concat_ws(',', grantee, privilege_type, is_grantable), ';' ORDER BY grantee, privilege_type)
				FROM aclexplode(d.datacl))), 0)
			FROM pg_database d WHERE d.datname = current_database()
			""";

	private static final long UNKNOWN = -1;

	private static final String TABLES = "SELECT pg_stat_get_tuples_inserted(oid), pg_stat_get_tuples_updated(oid), "
			+ "pg_stat_get_tuples_deleted(oid), " + COMMITTED.formatted("oid") + ", "
			+ "pg_stat_get_vacuum_count(oid) + pg_stat_get_analyze_count(oid), coalesce(pg_relation_filenode(oid), 0)::bigint "
			+ "FROM unnest(?::oid[]) WITH ORDINALITY AS t (oid, number) ORDER BY number";

	private static final String SEQUENCES = "SELECT pg_stat_get_blocks_fetched(oid) "
			+ "FROM unnest(?::oid[]) WITH ORDINALITY AS s (oid, number) ORDER BY number";

	private static final String CATALOGS = "SELECT " + COMMITTED.formatted("oid")
			+ " FROM unnest(?::oid[]) WITH ORDINALITY AS c (oid, number) ORDER BY number";

	final long[] inserted;

	final long[] updated;

	final long[] deleted;

	final long[] committed;

	final long[] maintained;

	/**
	 * Names of the files that hold the tables' rows: a table that was truncated has
	 * another one.
	 */
	final long[] files;

	final long[] fetched;

	final long[] catalogs;

	/**
	 * How often definitions were written to, rolled back or not, when that was last
	 * asked.
	 */
	long defined;

	/**
	 * The first transaction id that no row of the kept state can bear.
	 */
	long boundary;

	long resetTime;

	/**
	 * What was written to catalogs that tell the attributes of all databases.
	 */
	long shared = UNKNOWN;

	long attributes;

	private Counters(int tables, int sequences, int catalogs) {
		this.inserted = new long[tables];
		this.updated = new long[tables];
		this.deleted = new long[tables];
		this.committed = new long[tables];
		this.maintained = new long[tables];
		this.files = new long[tables];
		this.fetched = new long[sequences];
		this.catalogs = new long[catalogs];
	}

	/**
	 * Return the readings of a new clone.
	 * @param files the files of its tables
	 * @param boundary the first transaction id that none of its rows can bear
	 * @param attributes what it is besides its content
	 */
	static Counters zero(Relations relations, long[] files, long boundary, long attributes) {
		Counters counters = new Counters(relations.tables().size(), relations.sequences().size(),
				relations.catalogs().length);
		System.arraycopy(files, 0, counters.files, 0, files.length);
		counters.boundary = boundary;
		counters.attributes = attributes;
		return counters;
	}

	/**
	 * Read all counters, after the session has reported what it has written itself.
	 */
	static Counters read(Connection connection, Relations relations) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute("SELECT pg_stat_force_next_flush()");
		}
		Counters counters = new Counters(relations.tables().size(), relations.sequences().size(),
				relations.catalogs().length);
		read(connection, TABLES, relations.tableOids(), counters.inserted, counters.updated, counters.deleted,
				counters.committed, counters.maintained, counters.files);
		read(connection, SEQUENCES, relations.sequenceOids(), counters.fetched);
		counters.readCatalogs(connection, relations);
		counters.readDatabase(connection);
		return counters;
	}

	private void readDatabase(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint, "
						+ DATABASE + " FROM pg_database d WHERE d.datname = current_database()")) {
			row.next();
			this.boundary = row.getLong(1);
			this.resetTime = row.getLong(2);
			this.shared = row.getLong(3);
			this.defined = row.getLong(4);
		}
		this.attributes = readAttributes(connection);
	}

	/**
	 * Read what the database is besides its content.
	 * @return a hash of that
	 */
	static long readAttributes(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(ATTRIBUTES)) {
			row.next();
			return row.getLong(1);
		}
	}

	/**
	 * Take all that is counted over from readings after the counters were set to zero.
	 */
	void restartFrom(Counters now) {
		long[][] own = counted();
		long[][] others = now.counted();
		for (int kind = 0; kind < own.length; kind++) {
			System.arraycopy(others[kind], 0, own[kind], 0, own[kind].length);
		}
		this.resetTime = now.resetTime;
		this.defined = now.defined;
	}

	private long[][] counted() {
		return new long[][] { this.inserted, this.updated, this.deleted, this.committed, this.maintained, this.fetched,
				this.catalogs };
	}

	/**
	 * Read the counters of the catalogs again.
	 * @return the names of those that have changed
	 */
	List<String> readCatalogs(Connection connection, Relations relations) throws SQLException {
		long[] before = this.catalogs.clone();
		read(connection, CATALOGS, relations.catalogs(), this.catalogs);
		return IntStream.range(0, before.length)
			.filter((catalog) -> before[catalog] != this.catalogs[catalog])
			.mapToObj(relations.catalogNames()::get)
			.toList();
	}

	/**
	 * Take readings of a table over.
	 */
	void set(Table table, TableReading now) {
		int number = table.number();
		this.inserted[number] = now.inserted();
		this.updated[number] = now.updated();
		this.deleted[number] = now.deleted();
		this.committed[number] = now.committed();
		this.maintained[number] = now.maintained();
	}

	long[] written() {
		long[] written = new long[this.inserted.length];
		Arrays.setAll(written,
				(table) -> this.inserted[table] + this.updated[table] + this.deleted[table] + this.maintained[table]);
		return written;
	}

	long catalogTotal() {
		return Arrays.stream(this.catalogs).sum();
	}

	/**
	 * Return numbers as an array that a statement's parameter can be set to.
	 */
	static Array array(Connection connection, long[] numbers) throws SQLException {
		return connection.unwrap(PGConnection.class).createArrayOf("int8", numbers);
	}

	private static void read(Connection connection, String query, long[] oids, long[]... columns) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(query)) {
			statement.setArray(1, array(connection, oids));
			try (ResultSet rows = statement.executeQuery()) {
				for (int row = 0; rows.next(); row++) {
					for (int column = 0; column < columns.length; column++) {
						columns[column][row] = rows.getLong(column + 1);
					}
				}
			}
		}
	}

}
