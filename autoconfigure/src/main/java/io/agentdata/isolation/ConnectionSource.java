// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;

/**
 * Where connections to a database come from: the pool itself.
 */
interface ConnectionSource extends AutoCloseable {

	/**
	 * Take a connection of the pool, past all that is done for tests.
	 */
	Connection getConnection() throws SQLException;

	/**
	 * Close a connection for good when it is given back, with all that its session holds.
	 */
	void evict(Connection connection);

	/**
	 * Close the connections that are not in use, some of which are broken.
	 */
	void evictIdle();

	/**
	 * Return the sessions that are open, those in use as well, as the driver made them.
	 */
	Collection<Connection> sessions();

	/**
	 * Close the pool.
	 */
	@Override
	void close();

}
