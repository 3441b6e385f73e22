// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.reset;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Rows of a table in their physical order, as {@code COPY} writes and reads them.
 *
 * @param columns the columns in parentheses, without generated ones; empty where the
 * table has none
 * @param text the rows in PostgreSQL's text format
 * @param count the number of rows
 */
record TableRows(String columns, byte[] text, long count) {

	private static final String COLUMNS = """
			SELECT coalesce('(' || string_agg(quote_ident(attname), ', ' ORDER BY attnum) || ')', '') FROM pg_attribute
			WHERE attrelid = %s AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
			""";

	/**
	 * Read the rows of a table.
	 * @param connection a session whose settings are those of
	 * {@link ResetSession#open(javax.sql.DataSource)}
	 */
	static TableRows read(Connection connection, Table table) throws SQLException {
		ByteArrayOutputStream text = new ByteArrayOutputStream();
		try (Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery(COLUMNS.formatted(table.oid()))) {
			row.next();
			String columns = row.getString(1);
			long count = connection.unwrap(PGConnection.class)
				.getCopyAPI()
				.copyOut("COPY %s %s TO STDOUT".formatted(table.name(), columns), text);
			return new TableRows(columns, text.toByteArray(), count);
		}
		catch (IOException ex) {
			throw new SQLException("The rows of %s could not be read".formatted(table.name()), ex);
		}
	}

	/**
	 * Write the rows to a table that the transaction of the connection has truncated.
	 * They are visible to all from its commit on: to a vacuum, they would not be while
	 * another transaction, even of another database, commits asynchronously.
	 */
	void writeTo(Connection connection, Table table) throws SQLException {
		CopyIn copy = connection.unwrap(PGConnection.class)
			.getCopyAPI()
			.copyIn("COPY %s %s FROM STDIN WITH (FREEZE)".formatted(table.name(), this.columns));
		copy.writeToCopy(this.text, 0, this.text.length);
		copy.endCopy();
	}

}
