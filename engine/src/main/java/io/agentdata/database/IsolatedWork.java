// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database;

import org.jspecify.annotations.Nullable;

/**
 * What is done with something that is undone afterwards.
 *
 * @param <R> what the work is given, such as a {@link Database}
 * @param <T> what it returns; work without a result returns {@code null}
 * @param <E> the checked exception that it throws, if any
 */
@FunctionalInterface
public interface IsolatedWork<R, T extends @Nullable Object, E extends Exception> {

	/**
	 * Do the work.
	 * @param resource what is valid until this method ends
	 * @return the result of the work
	 * @throws E if the work fails; what it did is undone as well
	 */
	T run(R resource) throws E;

}
