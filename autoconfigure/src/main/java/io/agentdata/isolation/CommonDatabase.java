// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.util.concurrent.Semaphore;

import org.jspecify.annotations.Nullable;

/**
 * Database that tests have in common: each sees what those before it did. They take
 * turns. It is safe for use by several threads.
 */
final class CommonDatabase {

	private final Semaphore turn = new Semaphore(1);

	private final String name;

	private volatile @Nullable Lane lane;

	/**
	 * Describe a database that does not exist yet.
	 * @param name the tests in words
	 */
	CommonDatabase(String name) {
		this.name = name;
	}

	String name() {
		return this.name;
	}

	/**
	 * Wait for the turn.
	 */
	void begin() {
		try {
			this.turn.acquire();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("The thread was interrupted while it waited for the test before it", ex);
		}
	}

	void end() {
		this.turn.release();
	}

	/**
	 * Return the lane that is held for the tests.
	 * @return it, or {@code null} where none is
	 */
	@Nullable Lane lane() {
		return this.lane;
	}

	/**
	 * Hold a lane for the tests, or none any more.
	 */
	void hold(@Nullable Lane held) {
		this.lane = held;
	}

}
