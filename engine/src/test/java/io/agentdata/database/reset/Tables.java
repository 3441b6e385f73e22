// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.reset;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.agentdata.database.copy.SqlFunction;
import io.agentdata.database.reset.Table.Kind;
import io.agentdata.database.reset.Table.Triggers;
import org.jspecify.annotations.Nullable;

/**
 * Tables of a database that is not there.
 */
final class Tables {

	private static final long FIRST = 16384;

	private final List<Table> tables = new ArrayList<>();

	private final List<BitSet> dependents = new ArrayList<>();

	private final Map<Table, Contents> contents = new HashMap<>();

	/**
	 * Add a table with rows, or without any.
	 */
	Table add(String name, long rows) {
		return add(new Table(this.tables.size(), FIRST + this.tables.size(), name, Kind.TABLE, true, 0, 1, false, null,
				Triggers.NONE, false), rows);
	}

	/**
	 * Add a table with an index of an extension.
	 */
	Table add(String name, long rows, String searchMethod) {
		return add(new Table(this.tables.size(), FIRST + this.tables.size(), name, Kind.TABLE, true, 0, 2, false,
				searchMethod, Triggers.NONE, false), rows);
	}

	/**
	 * Add a table with triggers.
	 */
	Table add(String name, long rows, Triggers triggers) {
		return add(new Table(this.tables.size(), FIRST + this.tables.size(), name, Kind.TABLE, true, 0, 1, false, null,
				triggers, false), rows);
	}

	/**
	 * Add any table. It has no index pages.
	 */
	Table add(Table table, long rows) {
		long pages = (rows + 99) / 100;
		this.tables.add(table);
		this.dependents.add(new BitSet());
		this.contents.put(table, new Contents(rows, pages * Contents.PAGE, 0, 0, pages));
		return table;
	}

	/**
	 * Let a table reference another one.
	 */
	void reference(Table referencing, Table referenced) {
		this.dependents.get(referenced.number()).set(referencing.number());
	}

	Relations relations() {
		return new Relations(this.tables, this.dependents, List.of(), new long[0], List.of());
	}

	Baseline baseline() {
		return new Baseline(relations(), this.tables.stream().map(this.contents::get).toList(), new KeptCopy() {

			@Override
			public <T extends @Nullable Object> T ask(SqlFunction<java.sql.Connection, T> question) {
				throw new UnsupportedOperationException();
			}

		});
	}

}
