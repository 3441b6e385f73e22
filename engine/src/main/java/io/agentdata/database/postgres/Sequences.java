// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

/**
 * Where the sequences of a database stand.
 *
 * @param positions one for each sequence
 */
public record Sequences(List<Position> positions) {

	/**
	 * Read where the sequences stand.
	 * @param dataSource connections to the database
	 * @return the positions
	 * @throws SQLException if the server does not answer
	 */
	public static Sequences read(DataSource dataSource) throws SQLException {
		List<Position> positions = new ArrayList<>();
		try (Connection connection = dataSource.getConnection();
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery("SELECT format('%I.%I', schemaname, sequencename), "
						+ "coalesce(last_value, start_value), last_value IS NOT NULL FROM pg_sequences")) {
			while (rows.next()) {
				positions.add(new Position(rows.getString(1), rows.getLong(2), rows.getBoolean(3)));
			}
		}
		return new Sequences(List.copyOf(positions));
	}

	/**
	 * Set the sequences of another database to the same positions, in one round trip.
	 * Those that it does not have are passed over.
	 * @param dataSource connections to the other database
	 * @throws SQLException if the server refuses
	 */
	public void apply(DataSource dataSource) throws SQLException {
		if (this.positions.isEmpty()) {
			return;
		}
		try (Connection connection = dataSource.getConnection();
				PreparedStatement statement = connection.prepareStatement(
						"SELECT setval(to_regclass(s.name), s.value, s.called) FROM unnest(?, ?, ?) AS s (name, value, called) "
								+ "WHERE to_regclass(s.name) IS NOT NULL")) {
			statement.setArray(1,
					connection.createArrayOf("text", this.positions.stream().map(Position::name).toArray()));
			statement.setArray(2,
					connection.createArrayOf("bigint", this.positions.stream().map(Position::value).toArray()));
			statement.setArray(3,
					connection.createArrayOf("boolean", this.positions.stream().map(Position::called).toArray()));
			statement.execute();
		}
	}

	/**
	 * Where one sequence stands.
	 *
	 * @param name its name with the schema, quoted where needed
	 * @param value the last value, or the first one to come
	 * @param called whether the value was handed out
	 */
	public record Position(String name, long value, boolean called) {

	}

}
