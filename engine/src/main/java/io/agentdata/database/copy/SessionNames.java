// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.copy;

import org.jspecify.annotations.Nullable;

/**
 * Knows who has which session of a server.
 */
@FunctionalInterface
public interface SessionNames {

	/**
	 * Return who has a session.
	 * @param processId the server's process id of the session
	 * @return the holder in words, such as {@code thread 'main'}, or {@code null} where
	 * it is not known
	 */
	@Nullable String holder(int processId);

}
