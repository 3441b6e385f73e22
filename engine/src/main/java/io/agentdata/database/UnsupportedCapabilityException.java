// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import io.agentdata.AgentDataException;

/**
 * An engine was asked for what it does not offer. Nothing was done.
 */
public final class UnsupportedCapabilityException extends AgentDataException {

	private static final long serialVersionUID = 1L;

	private final Capability capability;

	private final Engine engine;

	/**
	 * Create a refusal.
	 * @param attempt what was asked for, such as {@code a snapshot}
	 * @param capability what it takes
	 * @param engine the engine that does not offer it
	 */
	public UnsupportedCapabilityException(String attempt, Capability capability, Engine engine) {
		super("The engine does not offer what was asked for.",
				"%s takes the capability %s, which the engine %s does not have.".formatted(attempt, capability, engine),
				remedies(capability, engine), null);
		this.capability = capability;
		this.engine = engine;
	}

	/**
	 * Return what it would take.
	 * @return the capability that is missing
	 */
	public Capability capability() {
		return this.capability;
	}

	/**
	 * Return the engine that was asked.
	 * @return the engine that does not offer the capability
	 */
	public Engine engine() {
		return this.engine;
	}

	/**
	 * A server that lacks what its engine offers elsewhere lacks pgvector.
	 */
	private static List<String> remedies(Capability capability, Engine engine) {
		List<String> remedies = new ArrayList<>();
		if (capability.isOfferedBy(engine)) {
			remedies.add("Install pgvector on the server of this engine.");
		}
		remedies.add("Use an engine that has it: %s.".formatted(capability.engines()
			.stream()
			.filter((able) -> able != engine)
			.map((able) -> "agent.data.engine=" + able.id())
			.collect(Collectors.joining(" or "))));
		return remedies;
	}

}
