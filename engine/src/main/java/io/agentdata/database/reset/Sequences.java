// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.reset;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Positions of the sequences of a database.
 *
 * @param positions one for each sequence
 */
public record Sequences(List<Position> positions) {

	private static final String NAMES = """
			SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
			WHERE c.relkind = 'S' AND c.relpersistence <> 't'
			""";

	/**
	 * Read the positions of all sequences. The view {@code pg_sequences} does not tell
	 * where one will begin that has handed out nothing yet.
	 * @param connection a session of the database
	 * @return the positions
	 * @throws SQLException if the server does not answer
	 */
	public static Sequences read(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			List<String> names = new ArrayList<>();
			try (ResultSet rows = statement.executeQuery(NAMES)) {
				while (rows.next()) {
					names.add(rows.getString(1));
				}
			}
			List<Position> positions = new ArrayList<>();
			for (List<String> some : Portions.of(names)) {
				positions.addAll(read(statement, some));
			}
			return new Sequences(List.copyOf(positions));
		}
	}

	private static List<Position> read(Statement statement, List<String> names) throws SQLException {
		List<Position> positions = new ArrayList<>();
		try (ResultSet rows = statement.executeQuery(IntStream.range(0, names.size())
			.mapToObj((number) -> "SELECT %s, last_value, is_called FROM %s".formatted(number, names.get(number)))
			.collect(Collectors.joining(" UNION ALL ")))) {
			while (rows.next()) {
				positions.add(new Position(names.get(rows.getInt(1)), rows.getLong(2), rows.getBoolean(3)));
			}
		}
		return positions;
	}

	/**
	 * Return the positions of some sequences.
	 */
	Sequences of(Set<String> names) {
		return new Sequences(
				this.positions.stream().filter((position) -> names.contains(position.sequence())).toList());
	}

	/**
	 * Set the sequences of another database to the same positions, in one round trip.
	 * Those that it does not have are passed over.
	 * @param connection a session of the other database
	 * @throws SQLException if the server refuses
	 */
	public void apply(Connection connection) throws SQLException {
		if (this.positions.isEmpty()) {
			return;
		}
		try (PreparedStatement statement = connection.prepareStatement(
				"SELECT setval(to_regclass(s.name), s.value, s.called) FROM unnest(?, ?, ?) AS s (name, value, called) "
						+ "WHERE to_regclass(s.name) IS NOT NULL")) {
			statement.setArray(1,
					connection.createArrayOf("text", this.positions.stream().map(Position::sequence).toArray()));
			statement.setArray(2,
					connection.createArrayOf("bigint", this.positions.stream().map(Position::value).toArray()));
			statement.setArray(3,
					connection.createArrayOf("boolean", this.positions.stream().map(Position::called).toArray()));
			statement.execute();
		}
	}

	/**
	 * Position of one sequence.
	 *
	 * @param sequence the sequence's name with its schema, quoted where needed
	 * @param value the last value that was handed out, or else the first one to come
	 * @param called whether the value was handed out
	 */
	public record Position(String sequence, long value, boolean called) {

	}

}
