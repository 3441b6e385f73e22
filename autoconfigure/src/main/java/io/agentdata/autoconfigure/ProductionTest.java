// SPDX-License-Identifier: Apache-2.0
package io.agentdata.autoconfigure;

import io.agentdata.database.Engine;

import org.springframework.core.env.Environment;

/**
 * Refuses tests whose engine is the production database.
 */
public final class ProductionTest {

	private ProductionTest() {
	}

	/**
	 * Refuse the test. Nothing happens where another engine was chosen.
	 * @param environment the environment of the context to come, complete
	 * @throws io.agentdata.AgentDataException if the engine is the production database;
	 * nothing has connected to it
	 */
	public static void refuse(Environment environment) {
		EngineSelection selection = EngineSelection.of(environment);
		if (selection != null && selection.engine() == Engine.PRODUCTION) {
			throw new ProductionTestException(selection.reason());
		}
	}

}
