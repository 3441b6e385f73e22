// SPDX-License-Identifier: Apache-2.0
package io.agentdata.autoconfigure;

import java.util.List;

import io.agentdata.AgentDataException;

/**
 * A test would run on the production database. It was not connected to.
 */
final class ProductionTestException extends AgentDataException {

	private static final long serialVersionUID = 1L;

	ProductionTestException(String reason) {
		super("A test would run on the production database.",
				"The engine is PRODUCTION, since %s. Nothing has connected to it.".formatted(reason),
				List.of("Take the profile 'production' out of the test: @ActiveProfiles and spring.profiles.active.",
						"Let the test run on another engine: agent.data.engine=embedded."),
				null);
	}

}
