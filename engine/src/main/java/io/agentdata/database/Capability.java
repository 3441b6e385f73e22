// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * What an engine may offer.
 */
public enum Capability {

	/**
	 * Databases are copied by the server: snapshots, clones, healing after a leak.
	 */
	CLONE(Engine.EMBEDDED);

	private final Set<Engine> engines;

	Capability(Engine... engines) {
		this.engines = Set.of(engines);
	}

	/**
	 * Return whether an engine offers this.
	 * @param engine the engine to ask about
	 * @return whether it does
	 */
	public boolean isOfferedBy(Engine engine) {
		return this.engines.contains(engine);
	}

	/**
	 * Return the engines that offer this.
	 * @return the engines, in their natural order; never empty
	 */
	public List<Engine> engines() {
		return Arrays.stream(Engine.values()).filter(this::isOfferedBy).toList();
	}

}
