// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.util.ArrayList;
import java.util.List;

/**
 * What a transaction did to one table.
 *
 * @param table the table with its schema
 * @param inserted the number of rows inserted
 * @param updated the number of rows updated
 * @param deleted the number of rows deleted
 */
public record TableChange(String table, long inserted, long updated, long deleted) {

	/**
	 * Return the change in words, such as {@code public.note: 2 rows inserted}.
	 */
	@Override
	public String toString() {
		List<String> parts = new ArrayList<>();
		add(parts, this.inserted, "inserted");
		add(parts, this.updated, "updated");
		add(parts, this.deleted, "deleted");
		return this.table + ": " + (parts.isEmpty() ? "created, altered or emptied" : String.join(", ", parts));
	}

	private static void add(List<String> parts, long rows, String what) {
		if (rows > 0) {
			parts.add("%d %s %s".formatted(rows, (rows == 1) ? "row" : "rows", what));
		}
	}

}
