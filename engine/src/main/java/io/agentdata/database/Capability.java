// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an engine may offer.
 */
public enum Capability {

	/**
	 * Columns of vectors, and their distances in HQL.
	 */
	VECTOR(Engine.EMBEDDED, Engine.CONTAINER, Engine.EXTERNAL, Engine.PGLITE, Engine.H2),

	/**
	 * HNSW and IVFFlat indexes, and all else of pgvector in SQL: operators,
	 * {@code halfvec}, {@code sparsevec}, {@code bit}.
	 */
	VECTOR_INDEX(Engine.EMBEDDED, Engine.CONTAINER, Engine.EXTERNAL, Engine.PGLITE),

	/**
	 * PostgreSQL's {@code jsonb} with its operators.
	 */
	JSONB(Engine.EMBEDDED, Engine.CONTAINER, Engine.EXTERNAL, Engine.PGLITE),

	/**
	 * The usual extensions that come with PostgreSQL: {@code hstore}, {@code uuid-ossp},
	 * {@code pg_trgm}, {@code pgcrypto}, {@code citext}.
	 */
	EXTENSIONS(Engine.EMBEDDED, Engine.CONTAINER, Engine.EXTERNAL, Engine.PGLITE),

	/**
	 * Transactions of several connections at the same time.
	 */
	CONCURRENT_CONNECTIONS(Engine.EMBEDDED, Engine.CONTAINER, Engine.EXTERNAL, Engine.H2),

	/**
	 * Databases are copied: snapshots, clones, tests in parallel.
	 */
	CLONE(Engine.EMBEDDED, Engine.CONTAINER, Engine.EXTERNAL, Engine.H2),

	/**
	 * Changes are counted by the server, and put back in place, beside open connections.
	 */
	RESET(Engine.EMBEDDED, Engine.CONTAINER, Engine.EXTERNAL, Engine.PGLITE),

	/**
	 * The database of a failed test is set aside, and outlives its JVM.
	 */
	KEEP(Engine.EMBEDDED);

	private final Set<Engine> engines;

	Capability(Engine... engines) {
		this.engines = Set.of(engines);
	}

	/**
	 * Return what an engine offers. A server that is not started by us may offer less.
	 * @param engine the engine to ask about
	 * @return the capabilities, in their natural order
	 */
	public static Set<Capability> of(Engine engine) {
		return Arrays.stream(values())
			.filter((capability) -> capability.isOfferedBy(engine))
			.collect(Collectors.collectingAndThen(Collectors.toCollection(() -> EnumSet.noneOf(Capability.class)),
					Collections::unmodifiableSet));
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
