// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.postgres;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

import io.agentdata.database.reset.Baseline;
import io.agentdata.database.reset.CloneSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The snapshots that one or more databases share, and spare copies of them that wait to
 * take a database's place. It is safe for use by several threads, which make and take
 * copies at the same time.
 */
final class Snapshots {

	private static final Logger logger = LoggerFactory.getLogger(Snapshots.class);

	/**
	 * Each is the size of the database, in memory where there is room.
	 */
	private static final int MOST_DISUSED = 6;

	private final Map<String, KeptState> snapshots = new ConcurrentHashMap<>();

	private final Deque<Spare> spares = new ArrayDeque<>();

	private final Set<Disposable> disused = ConcurrentHashMap.newKeySet();

	private final ReadWriteLock life = new ReentrantReadWriteLock();

	private final AtomicInteger made = new AtomicInteger();

	private final Set<String> databases = ConcurrentHashMap.newKeySet();

	private final PostgresServer server;

	private boolean dropped;

	private volatile boolean busy;

	Snapshots(PostgresServer server) {
		this.server = server;
	}

	/**
	 * Add a database that uses these, and is dropped with them.
	 */
	void add(String database) {
		this.databases.add(database);
	}

	/**
	 * Return a name for one more database, made from the name of another.
	 */
	String nextSibling(String database) {
		return "%s_%s".formatted(database, this.made.incrementAndGet());
	}

	/**
	 * Do work during which nothing of this is dropped as a whole.
	 * @throws SQLException if the work fails, or all was dropped before
	 */
	<T> T whileInUse(Work<T> work) throws SQLException {
		this.life.readLock().lock();
		try {
			if (this.dropped) {
				throw new SQLException("it was dropped");
			}
			return work.run();
		}
		finally {
			this.life.readLock().unlock();
		}
	}

	/**
	 * Keep a state under a name; replace one of the same name.
	 */
	void put(String name, KeptState state) {
		KeptState replaced = this.snapshots.put(name, state);
		if (replaced != null) {
			discardWithSpares(replaced);
		}
	}

	/**
	 * Return a snapshot.
	 * @throws IllegalArgumentException if there is none of that name
	 */
	KeptState get(String name) {
		KeptState found = this.snapshots.get(name);
		if (found == null) {
			throw new IllegalArgumentException("There is no snapshot '%s' of this database. Its snapshots are: %s."
				.formatted(name, this.snapshots.keySet()));
		}
		return found;
	}

	/**
	 * Return a state that differs from a kept one by few rows, or is that one.
	 * @return the state, or {@code null} where the one that it differs from was dropped
	 */
	@Nullable KeptState stateOf(Baseline baseline) {
		for (KeptState state : this.snapshots.values()) {
			if (state.baseline() == baseline && state.retain()) {
				return state;
			}
		}
		return (baseline.holder() instanceof Snapshot base && base.retain())
				? new SmallSnapshot(this.server, base, baseline) : null;
	}

	void forget(String name) {
		KeptState forgotten = this.snapshots.remove(name);
		if (forgotten != null) {
			discardWithSpares(forgotten);
		}
	}

	/**
	 * Begin to make spares of a snapshot in the background: one for each database that
	 * could want it, and another one where tests use them up.
	 */
	void prefetch(String name) {
		KeptState snapshot = get(name);
		int most = this.databases.size() + (this.busy ? 1 : 0);
		List<Spare> surplus = new ArrayList<>();
		synchronized (this.spares) {
			if (this.spares.stream().filter((spare) -> spare.isOf(snapshot)).count() < most) {
				Spare next = new Spare(this.server, snapshot, this.server.nextName("copy"));
				this.spares.add(next);
				BackgroundWork.prepare(next::make);
			}
			for (Iterator<Spare> oldest = this.spares.iterator(); this.spares.size() > most && oldest.hasNext();) {
				Spare spare = oldest.next();
				if (!spare.isOf(snapshot)) {
					oldest.remove();
					surplus.add(spare);
				}
			}
		}
		surplus.forEach(this::discard);
	}

	/**
	 * Return a copy of a snapshot: a spare, or else one that is made now.
	 */
	Copy take(String name) throws SQLException {
		KeptState state = get(name);
		Spare spare = takeSpare(state);
		if (spare != null && spare.make()) {
			this.busy = true;
			return new Copy(spare.name(), state.source());
		}
		return copyTo(name, this.server.nextName("copy"));
	}

	/**
	 * Copy a snapshot to a database of a name that is free.
	 */
	Copy copyTo(String name, String database) throws SQLException {
		while (true) {
			KeptState state = get(name);
			if (state.copyTo(database)) {
				return new Copy(database, state.source());
			}
			logger.debug("The snapshot {} was replaced by another thread; the new one is copied", name);
		}
	}

	/**
	 * Drop something in the background, at once where there is too much to drop.
	 */
	void discard(Disposable unneeded) {
		this.disused.add(unneeded);
		if (this.disused.size() > MOST_DISUSED) {
			BackgroundWork.tidy(() -> dispose(unneeded));
		}
		else {
			BackgroundWork.tidyLater(() -> dispose(unneeded));
		}
	}

	/**
	 * Drop something with the databases, if nobody has done so before.
	 */
	void dropLater(Disposable disposable) {
		this.disused.add(disposable);
	}

	private void dispose(Disposable unneeded) {
		try {
			unneeded.drop();
			this.disused.remove(unneeded);
		}
		catch (SQLException ex) {
			logger.debug("A copy was not dropped; it goes with the last of its databases", ex);
		}
	}

	/**
	 * Drop all databases with their snapshots and spares, and what the background has not
	 * dropped yet.
	 */
	void drop() throws SQLException {
		this.life.writeLock().lock();
		try {
			this.dropped = true;
			for (Spare spare = takeSpare(null); spare != null; spare = takeSpare(null)) {
				spare.drop();
			}
			for (KeptState snapshot : this.snapshots.values()) {
				snapshot.drop();
			}
			this.snapshots.clear();
			for (Disposable unneeded : this.disused) {
				unneeded.drop();
			}
			for (String database : this.databases) {
				this.server.drop(database);
			}
		}
		finally {
			this.life.writeLock().unlock();
		}
	}

	private @Nullable Spare takeSpare(@Nullable KeptState snapshot) {
		synchronized (this.spares) {
			for (Iterator<Spare> candidates = this.spares.iterator(); candidates.hasNext();) {
				Spare spare = candidates.next();
				if (snapshot == null || spare.isOf(snapshot)) {
					candidates.remove();
					return spare;
				}
			}
			return null;
		}
	}

	private void discardWithSpares(KeptState snapshot) {
		for (Spare spare = takeSpare(snapshot); spare != null; spare = takeSpare(snapshot)) {
			discard(spare);
		}
		discard(snapshot);
	}

	/**
	 * Copy of a snapshot.
	 *
	 * @param database its name, which the caller may change
	 * @param source what it was copied from, or {@code null} where the server does not
	 * count changes
	 */
	record Copy(String database, @Nullable CloneSource source) {

	}

	/**
	 * What is done with the databases.
	 *
	 * @param <T> its result
	 */
	@FunctionalInterface
	interface Work<T> {

		T run() throws SQLException;

	}

}
