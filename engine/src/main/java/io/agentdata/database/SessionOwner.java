// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database;

import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;

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
	 * Put sessions that nobody uses back to how they began, and let all report their
	 * changes to the server.
	 * @return the server's process ids of the sessions that have reported
	 */
	default Collection<Integer> settle() {
		return List.of();
	}

	/**
	 * Close the sessions that nobody uses, and that may remember what the database was
	 * meanwhile. The next user gets new ones.
	 */
	default void renew() {
	}

	/**
	 * Return who has a session.
	 * @param processId the server's process id of the session
	 * @return the user in words, or {@code null} where it is no session of this owner's,
	 * or nobody has it
	 */
	default @Nullable String holder(int processId) {
		return null;
	}

	/**
	 * Open connections again, on demand.
	 */
	void resume();

}
