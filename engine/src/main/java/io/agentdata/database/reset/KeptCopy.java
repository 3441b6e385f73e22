// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.reset;

import java.sql.Connection;
import java.sql.SQLException;

import io.agentdata.database.copy.SqlFunction;
import org.jspecify.annotations.Nullable;

/**
 * Database that holds a kept state, and that clones are copied from. It is safe for use
 * by several threads.
 */
public interface KeptCopy {

	/**
	 * Ask the database. It cannot be copied meanwhile.
	 * @param <T> the answer
	 * @param question given a session that is closed afterwards
	 * @return the answer
	 * @throws SQLException if the server does not answer, or the copy was dropped
	 */
	<T extends @Nullable Object> T ask(SqlFunction<Connection, T> question) throws SQLException;

}
