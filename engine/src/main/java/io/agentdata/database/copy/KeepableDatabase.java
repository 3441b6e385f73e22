// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.copy;

import java.sql.SQLException;

/**
 * A database that can be set aside as it is, while a copy of a snapshot takes its place.
 */
public interface KeepableDatabase extends CopyableDatabase {

	/**
	 * Set the committed state aside, to outlive the JVM, and put the database back into
	 * the state of a snapshot.
	 * @param snapshot its name
	 * @param test the test that left the state, in words
	 * @return the state under a name and URL of its own
	 * @throws IllegalArgumentException if there is no snapshot of that name
	 * @throws io.agentdata.AgentDataException if it cannot be made to outlive the JVM
	 * @throws SQLException if the server refuses; the database stays what it was
	 */
	KeptDatabase keepAside(String snapshot, String test) throws SQLException;

}
