// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.copy;

/**
 * Sessions of a database that somebody answers for, such as those of a pool.
 */
public interface OwnedSessions extends SessionNames {

	/**
	 * Close the sessions that nobody uses, so that the next user gets new ones.
	 */
	void renew();

}
