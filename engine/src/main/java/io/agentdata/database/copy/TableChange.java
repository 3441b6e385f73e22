// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.copy;

import java.util.ArrayList;
import java.util.List;

/**
 * Committed change of the rows of one table.
 *
 * @param table the table with its schema, quoted where SQL needs it
 * @param rows the number of rows whose change was committed; zero where the table was
 * emptied as a whole
 * @param inserted the number of them that were inserted
 * @param updated the number of them that were updated
 * @param deleted the number of them that were deleted; these three are zero where the
 * server does not tell what happened to the rows
 */
public record TableChange(String table, long rows, long inserted, long updated, long deleted) {

	/**
	 * Return the change in words, such as {@code public.note: 2 rows inserted}.
	 */
	@Override
	public String toString() {
		List<String> parts = new ArrayList<>();
		add(parts, this.inserted, "inserted");
		add(parts, this.updated, "updated");
		add(parts, this.deleted, "deleted");
		if (parts.isEmpty()) {
			add(parts, this.rows, "changed");
		}
		return this.table + ": " + (parts.isEmpty() ? "emptied" : String.join(", ", parts));
	}

	private static void add(List<String> parts, long rows, String what) {
		if (rows > 0) {
			parts.add("%s %s %s".formatted(rows, (rows == 1) ? "row" : "rows", what));
		}
	}

}
