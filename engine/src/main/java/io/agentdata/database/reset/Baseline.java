// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.reset;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.agentdata.database.copy.SqlFunction;
import org.jspecify.annotations.Nullable;

/**
 * Kept state that databases can be put back to. Its rows are read from the database that
 * holds it when they are needed, and remembered. It is safe for use by several threads.
 */
public final class Baseline {

	/**
	 * Rows that are more are read each time.
	 */
	private static final int MOST_REMEMBERED_BYTES = 4 << 20;

	private final Map<Table, TableRows> rows;

	/**
	 * Tables whose rows are not those of the copy.
	 */
	private final Set<Table> own;

	private final Relations relations;

	private final List<Contents> contents;

	private final KeptCopy copy;

	private volatile @Nullable KeptCatalogs catalogs;

	private volatile @Nullable Sequences sequences;

	Baseline(Relations relations, List<Contents> contents, KeptCopy copy) {
		this(relations, contents, copy, Map.of(), null);
	}

	private Baseline(Relations relations, List<Contents> contents, KeptCopy copy, Map<Table, TableRows> own,
			@Nullable Sequences sequences) {
		this.relations = relations;
		this.contents = contents;
		this.copy = copy;
		this.rows = new ConcurrentHashMap<>(own);
		this.own = Set.copyOf(own.keySet());
		this.sequences = sequences;
	}

	/**
	 * Return a state that differs from this one by the rows of some tables. It is held by
	 * the same copy.
	 * @param changed the rows of the tables that differ
	 * @param present the contents of all tables in that state
	 * @param positions the positions of all sequences in that state
	 */
	Baseline with(Map<Table, TableRows> changed, List<Contents> present, Sequences positions) {
		Map<Table, TableRows> all = new HashMap<>();
		this.own.forEach((table) -> all.put(table, this.rows.get(table)));
		all.putAll(changed);
		return new Baseline(this.relations, present, this.copy, all, positions);
	}

	/**
	 * Return the database that holds the rows, but for those that are remembered.
	 * @return the copy that the state, or the one that it differs from, was kept as
	 */
	public KeptCopy holder() {
		return this.copy;
	}

	/**
	 * Return whether both are held by one copy.
	 */
	boolean isRelatedTo(Baseline other) {
		return this.relations == other.relations;
	}

	/**
	 * Return the tables whose rows may differ from those of another state.
	 */
	Set<Table> tablesUnlike(Baseline other) {
		if (this == other) {
			return Set.of();
		}
		Set<Table> tables = new HashSet<>(this.own);
		tables.addAll(other.own);
		return tables;
	}

	Relations relations() {
		return this.relations;
	}

	Contents contents(Table table) {
		return this.contents.get(table.number());
	}

	List<Contents> contents() {
		return this.contents;
	}

	/**
	 * Return the size of the tables and indexes, in bytes.
	 */
	long bytes() {
		return this.contents.stream().mapToLong((table) -> table.totalBytes() + table.indexBytes()).sum();
	}

	/**
	 * Read what a reset may need, before the database that holds the state changes.
	 * @throws SQLException if the server does not answer
	 */
	public void remember() throws SQLException {
		catalogs();
		sequences();
		for (Table table : this.relations.tables()) {
			Contents kept = contents(table);
			if (!kept.isEmpty() && !table.hidden() && kept.totalBytes() <= Normalization.MOST_REWRITTEN_BYTES) {
				rows(table);
			}
		}
	}

	KeptCatalogs catalogs() throws SQLException {
		KeptCatalogs known = this.catalogs;
		if (known == null) {
			known = ask((connection) -> KeptCatalogs.read(connection, this.relations.catalogNames()));
			this.catalogs = known;
		}
		return known;
	}

	/**
	 * Return the positions of all sequences.
	 * @return the positions
	 * @throws SQLException if the server does not answer
	 */
	public Sequences sequences() throws SQLException {
		Sequences known = this.sequences;
		if (known == null) {
			known = ask(Sequences::read);
			this.sequences = known;
		}
		return known;
	}

	TableRows rows(Table table) throws SQLException {
		TableRows known = this.rows.get(table);
		if (known != null) {
			return known;
		}
		TableRows read = ask((connection) -> TableRows.read(connection, table));
		if (read.text().length <= MOST_REMEMBERED_BYTES) {
			this.rows.put(table, read);
		}
		return read;
	}

	private <T> T ask(SqlFunction<Connection, T> question) throws SQLException {
		return this.copy.ask((connection) -> question.apply(ResetSession.of(connection).connection()));
	}

}
