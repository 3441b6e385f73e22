// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import io.agentdata.database.Capability;
import io.agentdata.database.Engine;
import io.agentdata.database.UnsupportedCapabilityException;
import io.agentdata.test.Isolation;

/**
 * The isolation of tests on the production database: their own transaction, which is
 * rolled back.
 */
final class ProductionIsolation {

	/**
	 * Check that a test asks for no other.
	 * @throws UnsupportedCapabilityException if it does
	 */
	void verify(IsolationChoice choice) {
		Isolation isolation = choice.isolation();
		if (isolation != Isolation.AUTO && isolation != Isolation.ROLLBACK) {
			throw new UnsupportedCapabilityException("The isolation " + isolation,
					(isolation == Isolation.SANDBOX) ? Capability.SANDBOX : Capability.CLONE, Engine.PRODUCTION);
		}
	}

}
