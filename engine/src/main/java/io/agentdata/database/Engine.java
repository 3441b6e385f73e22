// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database;

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
	 * The application's own database, left as it is.
	 */
	PRODUCTION

}
