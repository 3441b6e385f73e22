// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work on a database: a test that runs, what is done for its class, or what happens while
 * no test runs. It is safe for use by several threads.
 */
final class TestScope implements DatabaseUser {

	private static final Logger logger = LoggerFactory.getLogger(TestScope.class);

	private static final int VALIDATION_SECONDS = 5;

	private final List<Leak> leaks = new CopyOnWriteArrayList<>();

	private final Map<TakenConnection, String> open = new ConcurrentHashMap<>();

	private final Set<Connection> used = ConcurrentHashMap.newKeySet();

	private static final AtomicLong IDS = new AtomicLong();

	private final String id = Long.toString(IDS.incrementAndGet());

	private final String name;

	private final Handling handling;

	private final ConnectionSource pool;

	private final @Nullable Lane lane;

	private final @Nullable StartingPoint start;

	private final Duration patience;

	private volatile @Nullable Sandbox sandbox;

	private volatile boolean committed;

	private volatile boolean ended;

	private volatile boolean transactionLost;

	/**
	 * Begin work on a database.
	 * @param name the work in words, such as {@code NoteTests.saves()}
	 * @param handling what becomes of its connections
	 * @param lane the database
	 * @param start what it began with
	 * @param patience how long a transaction waits for another one in a sandbox
	 */
	TestScope(String name, Handling handling, Lane lane, StartingPoint start, Duration patience) {
		this.name = name;
		this.handling = handling;
		this.pool = lane.pool();
		this.lane = lane;
		this.start = start;
		this.patience = patience;
	}

	/**
	 * Begin work on a database that nothing may be committed to.
	 * @param name the work in words
	 * @param pool the connections to the database
	 */
	TestScope(String name, ConnectionSource pool) {
		this.name = name;
		this.handling = Handling.REFUSE;
		this.pool = pool;
		this.lane = null;
		this.start = null;
		this.patience = Duration.ZERO;
	}

	/**
	 * Return what no other work of this JVM has.
	 */
	String id() {
		return this.id;
	}

	String name() {
		return this.name;
	}

	@Override
	public Lane lane() {
		return Objects.requireNonNull(this.lane);
	}

	/**
	 * Return what the work began with.
	 */
	StartingPoint start() {
		return Objects.requireNonNull(this.start);
	}

	/**
	 * Take a connection for the work.
	 */
	@Override
	public Connection connect() throws SQLException {
		return switch (this.handling) {
			case PASS -> this.pool.getConnection();
			case GUARD -> lane().isPostgres() ? GuardedConnection.guard(this.pool, this)
					: WatchedConnection.watch(this.pool, this);
			case REFUSE -> GuardedConnection.guard(this.pool, this);
			case SANDBOX -> connectToSandbox();
		};
	}

	/**
	 * Allow a commit, or refuse it.
	 * @throws ProductionWriteException if nothing may be committed, and this would be
	 */
	void beforeCommit(TransactionChanges changes, String statement) throws SQLException {
		if (this.handling == Handling.REFUSE && !changes.isEmpty()) {
			throw new ProductionWriteException(this.name, changes, statement);
		}
	}

	List<Leak> leaks() {
		return this.leaks;
	}

	/**
	 * Return the leaks so far, and forget them.
	 */
	List<Leak> takeLeaks() {
		List<Leak> taken = List.copyOf(this.leaks);
		this.leaks.removeAll(taken);
		return taken;
	}

	void add(Leak leak) {
		this.leaks.add(leak);
	}

	/**
	 * Note that the test has committed its own transaction, as {@code @Commit} asks for.
	 */
	void addOwnCommit() {
		this.committed = true;
	}

	boolean isCommitted() {
		return this.committed;
	}

	/**
	 * Note that a transaction of the test had failed, and could not be kept.
	 */
	void loseTransaction() {
		this.transactionLost = true;
	}

	boolean hasLostTransaction() {
		return this.transactionLost;
	}

	/**
	 * Note a connection that the test has taken, to be given back by its end.
	 */
	void opened(TakenConnection connection, Connection server) {
		this.open.put(connection, Thread.currentThread().getName());
		this.used.add(server);
	}

	void closed(TakenConnection connection) {
		this.open.remove(connection);
	}

	/**
	 * Give all connections back to the pool: the sandbox's, after it is undone, and those
	 * that the test has forgotten.
	 */
	void giveBack() {
		Sandbox own = this.sandbox;
		if (own != null) {
			try {
				own.end();
			}
			catch (SQLException ex) {
				logger.error("The connection of the sandbox of {} is broken; the server has rolled it back.", this.name,
						ex);
			}
		}
		this.open.forEach((connection, thread) -> {
			logger.error("{} has left 1 connection open, taken by thread '{}'. It is closed; close it in the test.",
					this.name, thread);
			try {
				connection.takeBack();
			}
			catch (SQLException ex) {
				logger.debug("The connection was broken", ex);
			}
		});
	}

	/**
	 * Return whether the server has ended one of the sessions that the test has used.
	 * Each is asked with one round trip; to look for the server's farewell takes the
	 * driver a millisecond.
	 */
	boolean isBroken() {
		boolean broken = false;
		for (Connection server : this.used) {
			try {
				broken |= server.isClosed() || !server.isValid(VALIDATION_SECONDS);
			}
			catch (SQLException ex) {
				broken = true;
			}
		}
		return broken;
	}

	/**
	 * Return the test's sandbox.
	 * @return it, or {@code null} where no connection was taken
	 */
	@Nullable Sandbox sandbox() {
		return this.sandbox;
	}

	/**
	 * End the work: what its threads ask for from now on is refused.
	 */
	void end() {
		this.ended = true;
	}

	boolean isEnded() {
		return this.ended;
	}

	/**
	 * Return whether no connection is in use.
	 */
	boolean isIdle() {
		return this.open.isEmpty();
	}

	private synchronized Connection connectToSandbox() throws SQLException {
		Sandbox existing = this.sandbox;
		if (existing == null) {
			existing = new Sandbox(this.name, this.pool, this.patience);
			this.sandbox = existing;
		}
		return existing.connect();
	}

	/**
	 * What becomes of the connections that are taken while the test runs.
	 */
	enum Handling {

		/**
		 * They are the pool's own.
		 */
		PASS,

		/**
		 * Their commits are watched.
		 */
		GUARD,

		/**
		 * Their commits are refused.
		 */
		REFUSE,

		/**
		 * They are one connection, and all that is done with it is rolled back.
		 */
		SANDBOX

	}

}
