// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.h2;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the sequences and identity columns of a database stand.
 *
 * @param statements one for each, which puts it back and passes over what is gone
 */
record H2Sequences(List<String> statements) {

	private static final String READ = """
			SELECT 'ALTER SEQUENCE IF EXISTS ' || QUOTE_IDENT(sequence_schema) || '.' || QUOTE_IDENT(sequence_name)
				|| ' RESTART WITH ' || base_value
			FROM information_schema.sequences
			UNION ALL
			SELECT 'ALTER TABLE IF EXISTS ' || QUOTE_IDENT(table_schema) || '.' || QUOTE_IDENT(table_name)
				|| ' ALTER COLUMN IF EXISTS ' || QUOTE_IDENT(column_name) || ' RESTART WITH ' || identity_base
			FROM information_schema.columns
			WHERE is_identity = 'YES'
			""";

	static H2Sequences read(Connection connection) throws SQLException {
		List<String> statements = new ArrayList<>();
		try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(READ)) {
			while (rows.next()) {
				statements.add(rows.getString(1));
			}
		}
		return new H2Sequences(List.copyOf(statements));
	}

	void apply(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			for (String sql : this.statements) {
				statement.execute(sql);
			}
		}
	}

}
