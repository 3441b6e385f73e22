// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.pglite;

import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import io.agentdata.database.copy.SqlFunction;
import io.agentdata.database.reset.KeptCopy;
import org.jspecify.annotations.Nullable;

/**
 * Kept state that only the database itself holds, for as long as it is in it. What a
 * reset needs is remembered until then.
 */
final class CopyInMemory implements KeptCopy {

	private final DataSource dataSource;

	private volatile boolean held = true;

	/**
	 * Create a copy.
	 * @param dataSource opens connections to the database that is in the state
	 */
	CopyInMemory(DataSource dataSource) {
		this.dataSource = dataSource;
	}

	/**
	 * Note that the database may change from now on.
	 */
	void release() {
		this.held = false;
	}

	@Override
	public <T extends @Nullable Object> T ask(SqlFunction<Connection, T> question) throws SQLException {
		if (!this.held) {
			throw new SQLException(
					"the database no longer holds the state, and its rows were too long to be remembered");
		}
		try (Connection connection = this.dataSource.getConnection()) {
			return question.apply(connection);
		}
	}

}
