// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.reset;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Difference of a database from a kept state that is small enough to be remembered, as
 * that of a few rows which a test class has set up.
 */
final class SmallDifference {

	private static final long MOST_BYTES = 256 << 10;

	private static final long MOST_ROWS = 2_000;

	private final ResetSession session;

	private final Difference difference;

	SmallDifference(ResetSession session, Difference difference) {
		this.session = session;
		this.difference = difference;
	}

	/**
	 * Remember it.
	 * @return the present state, or {@code null} where the difference is not small
	 */
	@Nullable Baseline keep() throws SQLException {
		Baseline base = this.difference.baseline();
		Map<Table, TableDelta> committed = new HashMap<>(this.difference.deltas());
		committed.values().removeIf((delta) -> !delta.isCommitted());
		if (!this.difference.definitions().isEmpty() || committed.keySet().stream().anyMatch(Table::partial)) {
			return null;
		}
		if (committed.isEmpty() && this.difference.advanced().isEmpty()) {
			return base;
		}
		List<Contents> present = new Normalization(this.session, base.relations()).run(committed.keySet(), false);
		List<Contents> contents = new ArrayList<>(base.contents());
		committed.keySet().forEach((table) -> contents.set(table.number(), present.get(table.number())));
		if (isLarge(committed, contents)) {
			return null;
		}
		Map<Table, TableRows> rows = new HashMap<>();
		for (Table table : committed.keySet()) {
			rows.put(table, TableRows.read(this.session.connection(), table));
		}
		Baseline kept = base.with(rows, List.copyOf(contents), Sequences.read(this.session.connection()));
		boolean writable = new ResetPlanner(kept, this.session.isSuperuser())
			.plan(committed.keySet().stream().map((table) -> TableDelta.uncounted(table, true)).toList(), Set.of())
			.obstacle() == null;
		return writable ? kept : null;
	}

	private static boolean isLarge(Map<Table, TableDelta> committed, List<Contents> contents) {
		return committed.keySet()
			.stream()
			.mapToLong((table) -> contents.get(table.number()).totalBytes())
			.sum() > MOST_BYTES
				|| committed.keySet()
					.stream()
					.mapToLong((table) -> contents.get(table.number()).rows())
					.sum() > MOST_ROWS;
	}

}
