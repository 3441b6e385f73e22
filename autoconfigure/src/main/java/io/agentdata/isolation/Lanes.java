// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lanes of one application context. The first is the context's own database; others
 * are made when tests run at the same time, or hold one. It is safe for use by several
 * threads.
 */
final class Lanes {

	private static final Logger logger = LoggerFactory.getLogger(Lanes.class);

	private static final long PATIENCE = TimeUnit.SECONDS.toNanos(30);

	private static final long RECLAIM_MILLIS = 100;

	private final List<Lane> lanes = new ArrayList<>();

	private final Set<Lane> free = new HashSet<>();

	private final Set<Lane> held = new HashSet<>();

	private final int most;

	private final @Nullable LaneMaker maker;

	private int numbers = 1;

	private int inTheMaking;

	/**
	 * Describe the lanes.
	 * @param first the context's own
	 * @param most how many there may be that are not held, 1 or more
	 * @param maker makes the others, or {@code null} where there can be no others
	 */
	Lanes(Lane first, int most, @Nullable LaneMaker maker) {
		this.lanes.add(first);
		this.free.add(first);
		this.most = most;
		this.maker = maker;
	}

	/**
	 * Take a lane for work that begins with a starting point. Waits while all are taken.
	 * @param who the work, in words
	 * @param start what it begins with; the lane need not be there yet
	 * @param reclaim makes others give lanes back that they do not use at the moment
	 * @return a lane that is given back by {@link #giveBack(Lane)}
	 */
	Lane take(String who, StartingPoint start, BooleanSupplier reclaim) {
		long begin = System.nanoTime();
		boolean told = false;
		while (true) {
			Lane chosen = choose(start);
			if (chosen != null) {
				return chosen;
			}
			LaneMaker possible = this.maker;
			if (possible != null && reserve()) {
				return make(possible, start);
			}
			if (!reclaim.getAsBoolean()) {
				awaitFree();
			}
			if (!told && System.nanoTime() - begin > PATIENCE) {
				told = true;
				logger.warn("{} has waited 30 s for a database: all {} are in use by tests in parallel threads. "
						+ "Allow more with agent.data.workers, or run fewer threads.", who, this.most);
			}
		}
	}

	synchronized void giveBack(Lane lane) {
		this.held.remove(lane);
		this.free.add(lane);
		notifyAll();
	}

	/**
	 * Let a lane that was taken be held for tests which share it, where there can be
	 * another one for the others.
	 * @return whether it is held
	 */
	synchronized boolean hold(Lane lane) {
		boolean possible = this.maker != null;
		if (possible) {
			this.held.add(lane);
			notifyAll();
		}
		return possible;
	}

	/**
	 * Close the pools of the lanes that were made here.
	 */
	synchronized void close() {
		this.lanes.stream().skip(1).forEach((lane) -> lane.connections().close());
	}

	/**
	 * Choose a free lane. While tests run one after the other, they stay on the context's
	 * own database, whose URL the application may know.
	 */
	private synchronized @Nullable Lane choose(StartingPoint start) {
		boolean alone = this.free.size() + this.held.size() == this.lanes.size() && this.inTheMaking == 0;
		Lane chosen = this.lanes.stream()
			.filter(this.free::contains)
			.min(Comparator.comparing((Lane lane) -> !alone && !lane.holds(start)).thenComparing(Lane::number))
			.orElse(null);
		this.free.remove(chosen);
		return chosen;
	}

	private synchronized boolean reserve() {
		boolean mayMake = this.lanes.size() - this.held.size() + this.inTheMaking < this.most;
		this.inTheMaking += mayMake ? 1 : 0;
		return mayMake;
	}

	private Lane make(LaneMaker possible, StartingPoint start) {
		Lane lane = null;
		try {
			lane = possible.make(nextNumber(), start.snapshot());
			return lane;
		}
		finally {
			made(lane);
		}
	}

	private synchronized int nextNumber() {
		return ++this.numbers;
	}

	private synchronized void made(@Nullable Lane lane) {
		this.inTheMaking--;
		if (lane != null) {
			this.lanes.add(lane);
		}
		notifyAll();
	}

	private synchronized void awaitFree() {
		try {
			wait(RECLAIM_MILLIS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("The thread was interrupted while it waited for a database", ex);
		}
	}

	/**
	 * Makes a lane.
	 */
	@FunctionalInterface
	interface LaneMaker {

		/**
		 * Make a lane whose database is in the state of a snapshot.
		 */
		Lane make(int number, String snapshot);

	}

}
