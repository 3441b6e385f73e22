// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.postgres;

import io.agentdata.database.copy.KeptDatabase;

/**
 * Lets databases outlive the JVM that has made them.
 */
@FunctionalInterface
public interface Keeper {

	/**
	 * Let a database outlive the JVM, however that ends, until the next run drops it.
	 * @param database a database of the server
	 * @throws io.agentdata.AgentDataException if it cannot be noted for the next run
	 */
	void keep(KeptDatabase database);

}
