// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database;

import java.util.List;
import java.util.stream.Collectors;

import io.agentdata.AgentDataException;

/**
 * An engine was asked for what it does not offer. Nothing was done.
 */
public final class UnsupportedCapabilityException extends AgentDataException {

	private static final long serialVersionUID = 1L;

	private final Capability capability;

	/**
	 * Create a refusal.
	 * @param attempt what was asked for, such as {@code a snapshot}
	 * @param capability what it takes
	 * @param engine the engine that does not offer it
	 */
	public UnsupportedCapabilityException(String attempt, Capability capability, Engine engine) {
		super("The engine does not offer what was asked for.",
				"%s takes the capability %s, which the engine %s does not have.".formatted(attempt, capability, engine),
				List.of("Use an engine that has it: %s.".formatted(capability.engines()
					.stream()
					.map((able) -> "agent.data.engine=" + able.id())
					.collect(Collectors.joining(" or ")))),
				null);
		this.capability = capability;
	}

	/**
	 * Return what it would take.
	 * @return the capability that is missing
	 */
	public Capability capability() {
		return this.capability;
	}

}
