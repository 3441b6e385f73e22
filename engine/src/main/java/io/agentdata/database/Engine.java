// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database;

import java.util.Locale;

/**
 * A kind of server that databases live on.
 */
public enum Engine {

	/**
	 * A PostgreSQL with pgvector that this JVM starts from binaries, and that ends with
	 * it.
	 */
	EMBEDDED,

	/**
	 * A PostgreSQL with pgvector in a Docker container, started by Testcontainers.
	 */
	CONTAINER,

	/**
	 * Any PostgreSQL by URL, shared with other JVMs and machines.
	 */
	EXTERNAL,

	/**
	 * PGlite, a PostgreSQL of one session at a time, in a process of Node.js.
	 */
	PGLITE,

	/**
	 * H2 in this JVM. It knows vectors through Hibernate only, and is no PostgreSQL.
	 */
	H2,

	/**
	 * The application's own database, left as it is.
	 */
	PRODUCTION;

	/**
	 * Return the value of {@code agent.data.engine} that chooses the engine, which is the
	 * name of its profile as well.
	 * @return the name in lower case
	 */
	public String id() {
		return name().toLowerCase(Locale.ROOT);
	}

}
