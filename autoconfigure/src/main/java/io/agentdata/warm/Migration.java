// SPDX-License-Identifier: Apache-2.0
package io.agentdata.warm;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

/**
 * What a migration tool does to a database.
 *
 * @param <E> the checked exception that it throws, if any
 */
interface Migration<E extends Exception> {

	/**
	 * Return what the migration will make, before it runs.
	 * @return the description, or {@code null} where the result depends on more than can
	 * be compared
	 */
	@Nullable Recipe recipe();

	/**
	 * Return the connections that the tool uses.
	 * @return them, or {@code null} where it was given none
	 */
	@Nullable DataSource target();

	/**
	 * Migrate a database that is empty.
	 */
	void run() throws E;

	/**
	 * Validate a database that was migrated in an earlier run, and add what is new.
	 * @param recipe what the database is to be made from
	 * @param complete whether nothing of it is new
	 */
	void runOnTop(Recipe recipe, boolean complete) throws E;

}
