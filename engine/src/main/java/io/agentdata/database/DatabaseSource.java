// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database;

import java.sql.SQLException;

import io.agentdata.database.copy.CopyableDatabase;

/**
 * What makes the databases of an engine. It is safe for use by several threads.
 */
interface DatabaseSource {

	Engine engine();

	/**
	 * Begin to start what the engine needs, in the background.
	 * @param schema the schema of the databases to come
	 */
	void prepare(String schema);

	/**
	 * Return what the server is; waits until it is ready.
	 * @param schema the schema of the databases to come
	 * @throws SQLException if it does not answer
	 */
	ServerInfo server(String schema) throws SQLException;

	/**
	 * Create an empty database.
	 * @param testId who it is for
	 * @param schema the schema that unqualified names resolve to, before {@code public};
	 * created where it is another
	 * @throws SQLException if the server refuses; nothing is left behind
	 */
	CopyableDatabase create(String testId, String schema) throws SQLException;

	/**
	 * Return whether the databases are about to vanish by themselves.
	 */
	boolean isStopping();

}
