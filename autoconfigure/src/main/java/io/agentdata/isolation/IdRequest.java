// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.util.function.Supplier;

/**
 * Request of Hibernate for ids. Where they are counted in a row, it commits that in a
 * transaction of its own, whatever becomes of the entities.
 */
final class IdRequest {

	private static final ThreadLocal<Boolean> RUNNING = new ThreadLocal<>();

	private IdRequest() {
	}

	/**
	 * Make a request.
	 * @param request returns the ids
	 */
	static <T> T run(Supplier<T> request) {
		RUNNING.set(true);
		try {
			return request.get();
		}
		finally {
			RUNNING.remove();
		}
	}

	/**
	 * Return whether the present thread makes a request.
	 */
	static boolean isRunning() {
		return RUNNING.get() != null;
	}

}
