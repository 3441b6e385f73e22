// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.postgres;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL of this JVM's, which is there on first need. It is safe for use by several
 * threads.
 */
public interface ServerSource {

	/**
	 * Begin to make the server ready in the background. A failure shows at
	 * {@link #postgres()}.
	 */
	void prepare();

	/**
	 * Return the server; waits until it is ready.
	 * @return a server that takes connections
	 * @throws io.agentdata.AgentDataException if it cannot be had; nothing is left behind
	 */
	PostgresServer postgres();

	/**
	 * Return how long it took from the request to readiness.
	 * @return the time, zero for a server that was not started by us
	 */
	Duration startTime();

	/**
	 * Return what lets databases of the server outlive the JVM.
	 * @return it, or {@code null} where none can
	 */
	default @Nullable Keeper keeper() {
		return null;
	}

	/**
	 * Return the databases that later runs start from.
	 * @return them, or {@code null} where nothing of the server outlives a run
	 */
	default @Nullable WarmTemplates warmTemplates() {
		return null;
	}

	/**
	 * Return whether the server is ending, and its databases with it.
	 * @return whether nothing need be dropped any more
	 */
	boolean isStopping();

}
