// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A database that tests have in common: each sees what those before it did. They take
 * turns. While other tests need its lane, it is parked as a snapshot.
 */
final class CommonDatabase {

	private static final long RECLAIM_MILLIS = 100;

	private final Semaphore turn = new Semaphore(1);

	private final String name;

	private volatile boolean begun;

	private volatile boolean forgotten;

	private boolean parked;

	/**
	 * Describe a database that does not exist yet.
	 * @param name the snapshot that it is parked as
	 */
	CommonDatabase(String name) {
		this.name = name;
	}

	String name() {
		return this.name;
	}

	/**
	 * Wait for the turn.
	 * @param reclaim makes those end their turn that do not use it at the moment
	 */
	void begin(Runnable reclaim) {
		try {
			while (!this.turn.tryAcquire(RECLAIM_MILLIS, TimeUnit.MILLISECONDS)) {
				reclaim.run();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("The thread was interrupted while it waited for the test before it", ex);
		}
	}

	/**
	 * Take the turn, if nobody has it.
	 */
	boolean tryBegin() {
		return this.turn.tryAcquire();
	}

	void end() {
		this.turn.release();
	}

	/**
	 * Return whether the database exists.
	 */
	boolean isBegun() {
		return this.begun;
	}

	/**
	 * Note that no test needs it any more.
	 */
	void forget() {
		this.forgotten = true;
	}

	boolean isForgotten() {
		return this.forgotten;
	}

	/**
	 * Note that it is kept as a snapshot.
	 */
	void park() {
		this.parked = true;
	}

	/**
	 * Note that it lives on a lane.
	 * @return whether it was parked
	 */
	boolean unpark() {
		this.begun = true;
		boolean was = this.parked;
		this.parked = false;
		return was;
	}

}
