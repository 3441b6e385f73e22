// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database;

/**
 * A holder of connections to a database, such as a pool. The server copies and replaces a
 * database only while it has no sessions, so their holder lets go of them meanwhile.
 */
public interface SessionOwner {

	/**
	 * Close all connections, those in use as well, and open none until {@link #resume()}.
	 */
	void suspend();

	/**
	 * Open connections again, on demand.
	 */
	void resume();

}
