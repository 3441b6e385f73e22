// SPDX-License-Identifier: Apache-2.0
package io.agentdata.seed;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

import org.springframework.core.io.Resource;

/**
 * Puts rows in over the connection of the seeds' transaction.
 */
final class DatabaseSeeds implements Seeds {

	private final Connection connection;

	private final String source;

	/**
	 * Describe who puts rows in, and where.
	 * @param connection the connection of the transaction
	 * @param source who it is, in words
	 */
	DatabaseSeeds(Connection connection, String source) {
		this.connection = connection;
		this.source = source;
	}

	@Override
	public long copy(String table, List<String> columns, Stream<@Nullable Object[]> rows) {
		long number = 0;
		try (rows) {
			RowCopy copy = new RowCopy(copies(), this.source, table);
			for (Iterator<@Nullable Object[]> iterator = rows.iterator(); iterator.hasNext();) {
				number++;
				copy.add("row %s for %s".formatted(number, table), columns,
						Stream.of(iterator.next()).<@Nullable String>map(CopyValue::text).toList());
			}
			return copy.end();
		}
		catch (SQLException | IllegalArgumentException ex) {
			throw SeedException.of(this.source, "row %s for %s".formatted(number, table), null, ex);
		}
	}

	@Override
	public void load(Resource resource) {
		SeedFile file = new SeedFile(resource);
		file.verify();
		try {
			switch (file.kind()) {
				case SQL -> SqlSeed.load(file, this.connection);
				case CSV -> CsvSeed.load(file, copies());
				case JSON -> new JsonSeed(file, new RowCopy(copies(), file.name(), file.table())).load();
			}
		}
		catch (SQLException | IOException ex) {
			throw SeedException.of(file.name(), "the whole file", null, ex);
		}
	}

	private CopyManager copies() throws SQLException {
		return this.connection.unwrap(PGConnection.class).getCopyAPI();
	}

}
