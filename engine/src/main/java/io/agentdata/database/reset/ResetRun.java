// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.reset;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.agentdata.database.reset.KeptCatalogs.Estimate;
import org.jspecify.annotations.Nullable;

/**
 * Carries out a plan, in one transaction and a vacuum after it. What it writes itself is
 * added to the counters, so that only the writes of others show in the next reading.
 */
final class ResetRun {

	/**
	 * What the transaction of this session has added to counters that are reported when
	 * it ends.
	 */
	private static final String OWN_WRITES = """
			SELECT (SELECT array_agg(pg_stat_get_xact_tuples_inserted(oid) + pg_stat_get_xact_tuples_updated(oid)
					+ pg_stat_get_xact_tuples_deleted(oid) ORDER BY number)
				FROM unnest(?::oid[]) WITH ORDINALITY AS c (oid, number)),
				(SELECT array_agg(pg_stat_get_xact_blocks_fetched(oid) ORDER BY number)
				FROM unnest(?::oid[]) WITH ORDINALITY AS s (oid, number)),
				(SELECT array_agg(pg_relation_filenode(oid)::bigint ORDER BY number)
				FROM unnest(?::oid[]) WITH ORDINALITY AS t (oid, number)),
				coalesce(pg_current_xact_id_if_assigned()::text::bigint + 1, 0), pg_stat_force_next_flush()
			""";

	private static final String SIZES = """
			SELECT number, coalesce(pg_relation_size(oid::regclass), 0),
				coalesce(pg_relation_size(nullif(toast, 0)::oid::regclass), 0), coalesce(pg_indexes_size(oid::regclass), 0),
				relallvisible
			FROM unnest(?::oid[], ?::bigint[]) WITH ORDINALITY AS t (oid, toast, number) JOIN pg_class USING (oid)
			""";

	private static final String DESCRIBE = """
			UPDATE pg_class SET relpages = coalesce(d.pages, relpages), reltuples = d.rows,
				relallvisible = coalesce(d.visible, relallvisible)
			FROM (VALUES %s) AS d (relation, pages, rows, visible) WHERE oid = d.relation
			""";

	private final ResetSession session;

	private final Baseline baseline;

	private final Counters counters;

	ResetRun(ResetSession session, Baseline baseline, Counters counters) {
		this.session = session;
		this.baseline = baseline;
		this.counters = counters;
	}

	/**
	 * Put tables and sequences back.
	 * @param deltas what was written to the tables
	 * @return why the database is not as it was then, or {@code null} where it is
	 * @throws SQLException if the server refuses; what was done in the transaction is
	 * undone
	 */
	@Nullable String run(ResetPlan plan, Map<Table, TableDelta> deltas, Collection<Sequence> sequences) throws SQLException {
		if (plan.isEmpty() && sequences.isEmpty()) {
			return null;
		}
		String obstacle = this.session.inTransaction((connection) -> write(connection, plan, deltas, sequences));
		return (obstacle != null) ? obstacle : vacuum(plan);
	}

	/**
	 * Put sequences back.
	 */
	void setSequences(Collection<Sequence> sequences) throws SQLException {
		if (!sequences.isEmpty()) {
			this.session.<@Nullable Void>inTransaction((connection) -> {
				setSequences(connection, sequences);
				addOwnWrites(connection, List.of(), List.copyOf(sequences));
				return null;
			});
		}
	}

	private void setSequences(Connection connection, Collection<Sequence> sequences) throws SQLException {
		for (Sequence sequence : sequences) {
			if (sequence.cached()) {
				this.session.execute("ALTER SEQUENCE %s RESTART".formatted(sequence.name()));
			}
		}
		if (!sequences.isEmpty()) {
			this.baseline.sequences().of(Sequence.names(sequences)).apply(connection);
		}
	}

	private @Nullable String write(Connection connection, ResetPlan plan, Map<Table, TableDelta> deltas,
			Collection<Sequence> sequences) throws SQLException {
		if (this.session.isSuperuser()) {
			this.session.execute("SET LOCAL session_replication_role = replica");
		}
		if (!plan.truncate().isEmpty()) {
			this.session.execute("TRUNCATE " + list(plan.truncate(), Table::truncatable));
		}
		for (Table table : plan.vacate()) {
			delete(connection, table, "");
		}
		for (Table table : plan.prune()) {
			long deleted = delete(connection, table, " WHERE " + CatalogChanges.later(this.counters.boundary));
			TableDelta delta = deltas.get(table);
			if (delta != null && deleted != delta.committed()) {
				return "%s of %s rows that were added to %s can be told from the others".formatted(deleted,
						delta.committed(), table);
			}
		}
		for (Table table : plan.rewrite()) {
			TableRows rows = this.baseline.rows(table);
			rows.writeTo(connection, table);
			this.counters.inserted[table.number()] += rows.count();
			this.counters.committed[table.number()] += rows.count();
		}
		setSequences(connection, sequences);
		addOwnWrites(connection, List.copyOf(plan.truncate()), List.copyOf(sequences));
		return null;
	}

	private long delete(Connection connection, Table table, String condition) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			long rows = statement.executeLargeUpdate("DELETE FROM ONLY " + table.name() + condition);
			this.counters.deleted[table.number()] += rows;
			this.counters.committed[table.number()] += rows;
			return rows;
		}
	}

	private @Nullable String vacuum(ResetPlan plan) throws SQLException {
		Set<Table> shrunk = new LinkedHashSet<>(plan.vacate());
		shrunk.addAll(plan.prune());
		shrunk.addAll(plan.vacuum());
		vacuum("INDEX_CLEANUP ON", shrunk);
		vacuum("DISABLE_PAGE_SKIPPING", plan.rewrite());
		describe(plan);
		return findLeftOver(Stream.of(shrunk, plan.rewrite()).flatMap(Collection::stream).toList());
	}

	private void vacuum(String options, Collection<Table> tables) throws SQLException {
		if (!tables.isEmpty()) {
			this.session.execute("VACUUM (%s) %s".formatted(options, list(tables, Table::name)));
			tables.forEach((table) -> this.counters.maintained[table.number()]++);
		}
	}

	/**
	 * Let the planner estimate the sizes of emptied tables as it does for new ones, and
	 * of partial indexes as it did. No command does so, before PostgreSQL 18.
	 * @see <a href=
	 * "https://www.postgresql.org/docs/17/catalog-pg-class.html">pg_class.reltuples</a>
	 */
	private void describe(ResetPlan plan) throws SQLException {
		List<String> descriptions = new ArrayList<>();
		plan.vacate().forEach((table) -> descriptions.add("(%s, NULL::int, -1, NULL::int)".formatted(table.oid())));
		for (Table table : plan.rewrite()) {
			if (table.partial()) {
				describe(table, Estimate::partial, descriptions);
			}
		}
		for (Table table : plan.describe()) {
			describe(table, (estimate) -> true, descriptions);
		}
		if (!descriptions.isEmpty()) {
			this.session.<@Nullable Void>inTransaction((connection) -> {
				this.session.execute(DESCRIBE.formatted(String.join(", ", descriptions)));
				addOwnWrites(connection, List.of(), List.of());
				return null;
			});
		}
	}

	private void describe(Table table, Predicate<Estimate> described, List<String> descriptions) throws SQLException {
		this.baseline.catalogs()
			.estimates()
			.getOrDefault(table.oid(), List.of())
			.stream()
			.filter(described)
			.map((estimate) -> "(%s, %s::int, %s, %s::int)".formatted(estimate.relation(), estimate.pages(),
					estimate.rows(), estimate.visiblePages()))
			.forEach(descriptions::add);
	}

	private @Nullable String findLeftOver(List<Table> tables) throws SQLException {
		if (tables.isEmpty()) {
			return null;
		}
		Connection connection = this.session.connection();
		try (PreparedStatement statement = connection.prepareStatement(SIZES)) {
			statement.setArray(1, Counters.array(connection, tables.stream().mapToLong(Table::oid).toArray()));
			statement.setArray(2, Counters.array(connection, tables.stream().mapToLong(Table::toast).toArray()));
			try (ResultSet rows = statement.executeQuery()) {
				while (rows.next()) {
					Table table = tables.get(rows.getInt(1) - 1);
					if (!this.baseline.contents(table)
						.isOfSize(rows.getLong(2), rows.getLong(3), rows.getLong(4), table.indexes())) {
						return "%s is larger than it was, even vacuumed".formatted(table);
					}
					if (!this.baseline.contents(table).isAsVisible(rows.getLong(5), rows.getLong(2))) {
						return "another session may still look at rows of %s that are gone".formatted(table);
					}
				}
			}
		}
		return null;
	}

	private void addOwnWrites(Connection connection, List<Table> truncated, List<Sequence> sequences)
			throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(OWN_WRITES)) {
			statement.setArray(1, Counters.array(connection, this.baseline.relations().catalogs()));
			statement.setArray(2, Counters.array(connection, sequences.stream().mapToLong(Sequence::oid).toArray()));
			statement.setArray(3, Counters.array(connection, truncated.stream().mapToLong(Table::oid).toArray()));
			try (ResultSet row = statement.executeQuery()) {
				row.next();
				long[] catalogs = numbers(row, 1);
				for (int catalog = 0; catalog < catalogs.length; catalog++) {
					this.counters.catalogs[catalog] += catalogs[catalog];
				}
				long[] fetched = numbers(row, 2);
				for (int sequence = 0; sequence < fetched.length; sequence++) {
					this.counters.fetched[sequences.get(sequence).number()] += fetched[sequence];
				}
				long[] files = numbers(row, 3);
				for (int table = 0; table < files.length; table++) {
					this.counters.files[truncated.get(table).number()] = files[table];
				}
				this.counters.boundary = Math.max(this.counters.boundary, row.getLong(4));
			}
		}
	}

	private static long[] numbers(ResultSet row, int column) throws SQLException {
		Array array = row.getArray(column);
		return (array != null) ? Stream.of((Long[]) array.getArray()).mapToLong(Long::longValue).toArray()
				: new long[0];
	}

	private static String list(Collection<Table> tables, Function<Table, String> name) {
		return tables.stream().map(name).collect(Collectors.joining(", "));
	}

}
