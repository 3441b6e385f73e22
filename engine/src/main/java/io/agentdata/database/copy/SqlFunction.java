// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.copy;

import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

/**
 * Function that asks a database.
 *
 * @param <T> what it is given
 * @param <R> its result
 */
@FunctionalInterface
public interface SqlFunction<T, R extends @Nullable Object> {

	/**
	 * Apply the function.
	 * @param argument what it is given
	 * @return the result
	 * @throws SQLException if the database does not answer, or refuses
	 */
	R apply(T argument) throws SQLException;

}
