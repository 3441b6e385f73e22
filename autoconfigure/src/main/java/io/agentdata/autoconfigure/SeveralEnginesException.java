// SPDX-License-Identifier: Apache-2.0
package io.agentdata.autoconfigure;

import java.util.List;
import java.util.stream.Collectors;

import io.agentdata.AgentDataException;
import io.agentdata.database.Engine;

/**
 * Several active profiles each name an engine.
 */
final class SeveralEnginesException extends AgentDataException {

	private static final long serialVersionUID = 1L;

	SeveralEnginesException(List<Engine> engines) {
		super("Several active profiles name an engine.",
				"The active profiles %s each ask for the engine of that name, and a test has one."
					.formatted(engines.stream().map(Engine::id).collect(Collectors.joining(" and "))),
				List.of("Let one of them be active: spring.profiles.active=" + engines.get(0).id(),
						"Or name the engine, whatever the profiles are: agent.data.engine=" + engines.get(0).id()),
				null);
	}

}
