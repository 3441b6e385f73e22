// SPDX-License-Identifier: Apache-2.0
package io.agentdata.seed;

import java.io.IOException;
import java.io.StringReader;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyManager;

/**
 * Copies rows into a table in batches. A row is one line of a batch, so that the server's
 * word on a line leads back to its row.
 */
final class RowCopy {

	private static final int BATCH_LENGTH = 1 << 20;

	private final CopyManager copies;

	private final String source;

	private final String table;

	private final StringBuilder batch = new StringBuilder();

	private final List<String> places = new ArrayList<>();

	private List<String> columns = List.of();

	private long copied;

	RowCopy(CopyManager copies, String source, String table) {
		this.copies = copies;
		this.source = source;
		this.table = table;
	}

	/**
	 * Add a row.
	 * @param place where it comes from, in words
	 * @param columns the columns that it gives; where they change, a batch ends
	 * @param values the texts of the values, one a column
	 */
	void add(String place, List<String> columns, List<@Nullable String> values) throws SQLException {
		if (columns.isEmpty() || columns.size() != values.size()) {
			throw SeedException.of(this.source, place, values.toString(),
					"the row has %s values for %s columns".formatted(values.size(), columns.size()), null);
		}
		if (!this.columns.equals(columns)) {
			flush();
			this.columns = List.copyOf(columns);
		}
		for (int i = 0; i < values.size(); i++) {
			append((i > 0) ? "\t" : "", values.get(i));
		}
		this.batch.append('\n');
		this.places.add(place);
		if (this.batch.length() >= BATCH_LENGTH) {
			flush();
		}
	}

	/**
	 * Copy what is left.
	 * @return the number of rows in all
	 */
	long end() throws SQLException {
		flush();
		return this.copied;
	}

	private void append(String separator, @Nullable String value) {
		this.batch.append(separator);
		if (value == null) {
			this.batch.append("\\N");
			return;
		}
		for (int i = 0; i < value.length(); i++) {
			char character = value.charAt(i);
			switch (character) {
				case '\\' -> this.batch.append("\\\\");
				case '\n' -> this.batch.append("\\n");
				case '\r' -> this.batch.append("\\r");
				case '\t' -> this.batch.append("\\t");
				default -> this.batch.append(character);
			}
		}
	}

	private void flush() throws SQLException {
		if (this.places.isEmpty()) {
			return;
		}
		String lines = this.batch.toString();
		try {
			this.copied += this.copies.copyIn(CopyStatement.of(this.table, this.columns, "FORMAT text"),
					new StringReader(lines));
		}
		catch (SQLException ex) {
			throw failure(lines, ex);
		}
		catch (IOException ex) {
			throw new IllegalStateException("A text in memory could not be read", ex);
		}
		this.batch.setLength(0);
		this.places.clear();
	}

	private SeedException failure(String lines, SQLException cause) {
		OptionalInt line = CopyStatement.line(cause);
		if (line.isEmpty()) {
			String last = this.places.get(this.places.size() - 1);
			return SeedException.of(this.source,
					(this.places.size() > 1) ? "%s to %s".formatted(this.places.get(0), last) : last, null, cause);
		}
		int index = line.getAsInt() - 1;
		String row = lines.lines().skip(index).findFirst().orElse("").replace("\t", ", ");
		return SeedException.of(this.source, this.places.get(index), row, CopyStatement.messageWithoutLine(cause),
				cause);
	}

}
