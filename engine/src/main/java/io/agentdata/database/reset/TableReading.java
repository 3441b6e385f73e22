// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.reset;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Readings of a table's counters, and its present size.
 *
 * @param inserted the rows that were ever inserted, rolled back or not
 * @param updated the rows that were ever updated, rolled back or not
 * @param deleted the rows that were ever deleted, rolled back or not
 * @param committed the rows whose change was committed since the table was last analysed
 * @param maintained how often the table was vacuumed or analysed on demand
 * @param bytes the size of the file of the rows
 * @param toastBytes the size of the file of long values
 * @param indexBytes the size of the files of all indexes
 */
record TableReading(long inserted, long updated, long deleted, long committed, long maintained, long bytes,
		long toastBytes, long indexBytes) {

	static TableReading of(ResultSet row, int first) throws SQLException {
		return new TableReading(row.getLong(first), row.getLong(first + 1), row.getLong(first + 2),
				row.getLong(first + 3), row.getLong(first + 4), row.getLong(first + 5), row.getLong(first + 6),
				row.getLong(first + 7));
	}

}
