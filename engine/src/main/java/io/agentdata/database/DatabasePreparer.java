// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database;

/**
 * What brings an empty database to the state that tests start from, such as a migration.
 *
 * @param <E> the checked exception that it throws, if any
 */
@FunctionalInterface
public interface DatabasePreparer<E extends Exception> {

	/**
	 * Prepare a database. What is committed stays; connections that are still open
	 * afterwards are ended.
	 * @param database the database, valid until this method ends
	 * @throws E if it cannot be prepared
	 */
	void prepare(Database database) throws E;

}
