// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.reset;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.agentdata.database.reset.Table.Kind;
import io.agentdata.database.reset.Table.Triggers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings tables into the form that a reset brings them back to: empty ones are as new,
 * others are vacuumed, and have no gaps where they are small. So plans are the same from
 * the first test on.
 */
final class Normalization {

	private static final Logger logger = LoggerFactory.getLogger(Normalization.class);

	/**
	 * A larger table is not written again by a reset, and may have gaps.
	 */
	static final long MOST_REWRITTEN_BYTES = 1 << 20;

	private static final String SIZES = """
			SELECT number, pg_relation_size(oid::regclass), pg_relation_size(nullif(toast, 0)::oid::regclass),
				pg_indexes_size(oid::regclass), relallvisible
			FROM unnest(?::oid[], ?::bigint[]) WITH ORDINALITY AS t (oid, toast, number) JOIN pg_class USING (oid)
			""";

	private static final String USE = """
			SELECT number, reltuples >= 0 OR EXISTS (SELECT FROM pg_index i JOIN pg_class x ON x.oid = indexrelid
					WHERE indrelid = c.oid AND indpred IS NOT NULL AND x.reltuples >= 0),
				pg_stat_get_tuples_updated(c.oid) + pg_stat_get_tuples_deleted(c.oid) + pg_stat_get_dead_tuples(c.oid) > 0
					OR EXISTS (SELECT FROM pg_attribute WHERE attrelid = c.oid AND (attisdropped OR atthasmissing))
			FROM unnest(?::oid[]) WITH ORDINALITY AS t (oid, number) JOIN pg_class c USING (oid)
			""";

	/**
	 * Pages are known to be visible to all, as plans with index-only scans need it, only
	 * where the transactions that wrote them are in the log on disk, and so are those of
	 * any database that came right after them. That may be later than they commit; see
	 * <a href= "https://www.postgresql.org/docs/17/wal-async-commit.html">asynchronous
	 * commit</a>.
	 */
	private static final String FLUSH = "SELECT set_config('synchronous_commit', 'on', true), "
			+ "pg_logical_emit_message(true, 'agent_data', '')";

	/**
	 * Where other databases of the server are written to all the time, one is not always
	 * enough.
	 */
	private static final int FLUSHES = 5;

	/**
	 * Tables of whose rows, or those of a partial index, the planner has a number.
	 */
	private final Set<Table> counted = new LinkedHashSet<>();

	/**
	 * Tables whose files may have gaps, or rows in the form of columns of the past.
	 */
	private final Set<Table> used = new LinkedHashSet<>();

	private final ResetSession session;

	private final Relations relations;

	Normalization(ResetSession session, Relations relations) {
		this.session = session;
		this.relations = relations;
	}

	/**
	 * Normalize tables, as far as the role may do so.
	 * @param analysed whether the planner's statistics are brought up to date. They
	 * cannot be put back.
	 * @return the contents of all tables of the database then
	 */
	List<Contents> run(Collection<Table> tables, boolean analysed) throws SQLException {
		List<Contents> before = contents();
		readUse();
		Set<Table> emptied = new LinkedHashSet<>();
		Set<Table> packed = new LinkedHashSet<>();
		Set<Table> vacuumed = new LinkedHashSet<>();
		for (Table table : tables) {
			Contents contents = before.get(table.number());
			if (table.kind() != Kind.TABLE || (table.hidden() && !contents.isEmpty())) {
				continue;
			}
			if (!contents.isEmpty()) {
				vacuumed.add(table);
				if (isSmall(table, contents) && this.used.contains(table)) {
					packed.add(table);
				}
			}
			else if (contents.bytes() > 0 || this.counted.contains(table)) {
				emptied.add(table);
			}
		}
		if (emptied.isEmpty() && vacuumed.isEmpty()) {
			return before;
		}
		truncate(emptied, before);
		vacuum("FULL", packed);
		attempt(FLUSH);
		vacuum(analysed ? "ANALYZE" : "ANALYZE false", vacuumed);
		List<Contents> contents = contents();
		for (int attempt = 1; attempt < FLUSHES && !areVisible(vacuumed, contents); attempt++) {
			attempt(FLUSH);
			vacuum("ANALYZE false", vacuumed);
			contents = contents();
		}
		return contents;
	}

	private static boolean areVisible(Set<Table> tables, List<Contents> contents) {
		return tables.stream().map((table) -> contents.get(table.number())).allMatch(Contents::isVisible);
	}

	private static boolean isSmall(Table table, Contents contents) {
		return contents.totalBytes() <= MOST_REWRITTEN_BYTES
				&& (!table.isApproximate() || !table.isClustered() && contents.rows() <= ResetPlanner.COMPLETE_GRAPH);
	}

	/**
	 * Give empty tables new files, where that takes no rows from others and fires no
	 * triggers.
	 */
	private void truncate(Set<Table> emptied, List<Contents> contents) {
		Set<Table> closure = this.relations.withDependents(emptied);
		boolean possible = closure.stream()
			.allMatch((table) -> contents.get(table.number()).isEmpty() && (table.triggers() == Triggers.NONE
					|| table.triggers() == Triggers.ORDINARY && this.session.isSuperuser()));
		if (possible && !closure.isEmpty()) {
			attempt("TRUNCATE " + closure.stream().map(Table::truncatable).collect(Collectors.joining(", ")));
		}
	}

	private void vacuum(String options, Set<Table> tables) {
		if (!tables.isEmpty()) {
			attempt("VACUUM (%s) %s".formatted(options,
					tables.stream().map(Table::name).collect(Collectors.joining(", "))));
		}
	}

	private void attempt(String statement) {
		try {
			this.session.executeWithoutTriggers(statement);
		}
		catch (SQLException ex) {
			logger.debug("Tables are not brought into the form of new ones", ex);
		}
	}

	private void readUse() throws SQLException {
		try (PreparedStatement statement = this.session.connection().prepareStatement(USE)) {
			statement.setArray(1, Counters.array(this.session.connection(), this.relations.tableOids()));
			try (ResultSet rows = statement.executeQuery()) {
				while (rows.next()) {
					Table table = this.relations.tables().get(rows.getInt(1) - 1);
					if (rows.getBoolean(2)) {
						this.counted.add(table);
					}
					if (rows.getBoolean(3)) {
						this.used.add(table);
					}
				}
			}
		}
	}

	private List<Contents> contents() throws SQLException {
		long[][] sizes = new long[this.relations.tables().size()][];
		try (PreparedStatement statement = this.session.connection().prepareStatement(SIZES)) {
			statement.setArray(1, Counters.array(this.session.connection(), this.relations.tableOids()));
			statement.setArray(2, Counters.array(this.session.connection(), this.relations.toastOids()));
			try (ResultSet rows = statement.executeQuery()) {
				while (rows.next()) {
					sizes[rows.getInt(1) - 1] = new long[] { 0, rows.getLong(2), rows.getLong(3), rows.getLong(4),
							rows.getLong(5) };
				}
			}
		}
		countRows(sizes);
		List<Contents> contents = new ArrayList<>();
		for (long[] size : sizes) {
			contents.add(new Contents(size[0], size[1], size[2], size[3], size[4]));
		}
		return List.copyOf(contents);
	}

	private void countRows(long[][] sizes) throws SQLException {
		List<String> counts = this.relations.tables()
			.stream()
			.filter((table) -> sizes[table.number()][1] > 0)
			.map((table) -> table.hidden() ? "SELECT %s, 1".formatted(table.number())
					: "SELECT %s, count(*) FROM ONLY %s".formatted(table.number(), table.name()))
			.toList();
		try (Statement statement = this.session.connection().createStatement()) {
			for (List<String> some : Portions.of(counts)) {
				try (ResultSet rows = statement.executeQuery(String.join(" UNION ALL ", some))) {
					while (rows.next()) {
						sizes[rows.getInt(1)][0] = rows.getLong(2);
					}
				}
			}
		}
	}

}
