// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.postgres;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The copies of one database: its snapshots, and a spare that waits to take its place. A
 * copy takes the database's own name, so that its URL stays.
 */
public final class DatabaseCopies {

	private static final Logger logger = LoggerFactory.getLogger(DatabaseCopies.class);

	private static final ExecutorService BACKGROUND = Executors.newSingleThreadExecutor((task) -> {
		Thread thread = new Thread(task, "agent-data-copies");
		thread.setDaemon(true);
		return thread;
	});

	private static final Duration POLITE = Duration.ofMillis(200);

	private static final Duration FORCED = Duration.ofSeconds(10);

	private static final long POLL_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

	private static final AtomicInteger COPIES = new AtomicInteger();

	private final Map<String, String> snapshots = new ConcurrentHashMap<>();

	private final Map<String, Sequences> sequences = new ConcurrentHashMap<>();

	private final PostgresServer server;

	private final String name;

	private final DataSource dataSource;

	private @Nullable Spare spare;

	/**
	 * Describe the copies of a database; there are none yet.
	 * @param server the server that it lives on
	 * @param name its name there
	 * @param dataSource connections to it
	 */
	public DatabaseCopies(PostgresServer server, String name, DataSource dataSource) {
		this.server = server;
		this.name = name;
		this.dataSource = dataSource;
	}

	/**
	 * Check that there is a snapshot.
	 * @param snapshot its name
	 * @throws IllegalArgumentException if there is none of that name
	 */
	public void verify(String snapshot) {
		snapshotOf(snapshot);
	}

	/**
	 * Copy the database to a snapshot; replace one of the same name.
	 * @param snapshot its name
	 * @throws SQLException if the server refuses; an earlier snapshot of the name stays
	 */
	public synchronized void snapshot(String snapshot) throws SQLException {
		String copy = nextName();
		awaitNoSessions();
		this.server.clone(this.name, copy);
		String replaced = this.snapshots.put(snapshot, copy);
		if (replaced != null) {
			discardSpareOf(replaced);
			this.sequences.remove(replaced);
			BACKGROUND.execute(() -> drop(replaced));
		}
	}

	/**
	 * Replace the database by a copy of a snapshot.
	 * @param snapshot its name
	 * @throws SQLException if the server refuses; the database stays as it was
	 */
	public synchronized void restore(String snapshot) throws SQLException {
		String replaced = nextName();
		replace(snapshotOf(snapshot), replaced);
		BACKGROUND.execute(() -> drop(replaced));
	}

	/**
	 * Begin to make a spare copy of a snapshot in the background.
	 * @param snapshot its name
	 * @throws IllegalArgumentException if there is no snapshot of that name
	 */
	public synchronized void prefetch(String snapshot) {
		String source = snapshotOf(snapshot);
		if (this.spare == null || !this.spare.source().equals(source)) {
			discardSpare();
			String copy = nextName();
			this.spare = new Spare(source, copy, CompletableFuture.runAsync(() -> copy(source, copy), BACKGROUND));
		}
	}

	/**
	 * Set all sequences to where they were in a snapshot.
	 * @param snapshot its name
	 * @throws SQLException if the server refuses
	 */
	public synchronized void resetSequences(String snapshot) throws SQLException {
		String source = snapshotOf(snapshot);
		Sequences kept = this.sequences.get(source);
		if (kept == null) {
			kept = Sequences.read(this.server.dataSource(source, "public"));
			this.sequences.put(source, kept);
		}
		kept.apply(this.dataSource);
	}

	/**
	 * Drop the database with all its copies.
	 * @throws SQLException if the server refuses
	 */
	public synchronized void drop() throws SQLException {
		Spare unused = this.spare;
		if (unused != null) {
			this.spare = null;
			unused.made().exceptionally((failure) -> null).join();
			this.server.drop(unused.database());
		}
		for (String copy : this.snapshots.values()) {
			this.server.drop(copy);
		}
		this.snapshots.clear();
		this.server.drop(this.name);
	}

	private void replace(String source, String newName) throws SQLException {
		String copy = takeSpare(source);
		awaitNoSessions();
		if (!this.server.exists(this.name)) {
			logger.warn("The database {} was dropped; its copy takes its place.", this.name);
			this.server.rename(copy, this.name);
			return;
		}
		this.server.rename(this.name, newName);
		try {
			this.server.rename(copy, this.name);
		}
		catch (SQLException ex) {
			this.server.rename(newName, this.name);
			throw ex;
		}
	}

	private String takeSpare(String source) throws SQLException {
		Spare taken = this.spare;
		if (taken != null && taken.source().equals(source)) {
			this.spare = null;
			try {
				taken.made().join();
				return taken.database();
			}
			catch (CompletionException ex) {
				logger.debug("The spare copy {} was not made; another one is", taken.database(), ex);
			}
		}
		String copy = nextName();
		this.server.clone(source, copy);
		return copy;
	}

	private void awaitNoSessions() throws SQLException {
		if (!hasNoSessionsWithin(POLITE)) {
			logger.warn("Sessions of the database {} are ended: their holder did not let go of them.", this.name);
			this.server.terminateSessions(this.name);
			if (!hasNoSessionsWithin(FORCED)) {
				throw new SQLException("its sessions did not end within %s s".formatted(FORCED.toSeconds()));
			}
		}
	}

	private boolean hasNoSessionsWithin(Duration time) throws SQLException {
		long deadline = System.nanoTime() + time.toNanos();
		while (this.server.sessions(this.name) > 0) {
			if (System.nanoTime() > deadline) {
				return false;
			}
			LockSupport.parkNanos(POLL_NANOS);
		}
		return true;
	}

	private String snapshotOf(String snapshot) {
		String found = this.snapshots.get(snapshot);
		if (found == null) {
			throw new IllegalArgumentException("There is no snapshot '%s' of this database. Its snapshots are: %s."
				.formatted(snapshot, this.snapshots.keySet()));
		}
		return found;
	}

	private void discardSpareOf(String source) {
		if (this.spare != null && this.spare.source().equals(source)) {
			discardSpare();
		}
	}

	private void discardSpare() {
		Spare unused = this.spare;
		if (unused != null) {
			this.spare = null;
			// the background has one thread: it drops what it has made before
			BACKGROUND.execute(() -> drop(unused.database()));
		}
	}

	private void copy(String source, String copy) {
		try {
			this.server.clone(source, copy);
		}
		catch (SQLException ex) {
			throw new CompletionException(ex);
		}
	}

	private void drop(String database) {
		try {
			this.server.drop(database);
		}
		catch (SQLException ex) {
			logger.debug("The copy {} was not dropped; it goes with the server", database, ex);
		}
	}

	private String nextName() {
		return "agent_data_copy_" + COPIES.incrementAndGet();
	}

	/**
	 * A copy that waits to take the database's place.
	 *
	 * @param source the database of the snapshot that it copies
	 * @param database its own name
	 * @param made completes when it is there
	 */
	private record Spare(String source, String database, CompletableFuture<Void> made) {

	}

}
