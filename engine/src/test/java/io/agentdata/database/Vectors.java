// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Searches for nearest neighbours.
 */
final class Vectors {

	private Vectors() {
	}

	/**
	 * Return the ids of the nearest rows through the index on the column
	 * {@code embedding}.
	 * @return the ids, the nearest first
	 */
	static List<Integer> nearest(Connection connection, String table, String vector, int most) throws SQLException {
		List<Integer> ids = new ArrayList<>();
		try (Statement statement = connection.createStatement()) {
			statement.execute("SET enable_seqscan = off");
			try (ResultSet rows = statement.executeQuery(
					"SELECT id FROM %s ORDER BY embedding <-> '%s' LIMIT %s".formatted(table, vector, most))) {
				while (rows.next()) {
					ids.add(rows.getInt(1));
				}
			}
			statement.execute("RESET enable_seqscan");
		}
		return ids;
	}

}
