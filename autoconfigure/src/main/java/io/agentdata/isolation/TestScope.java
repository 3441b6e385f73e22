// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A test that runs, or the time between two tests. It is safe for use by several threads.
 */
final class TestScope {

	private static final Logger logger = LoggerFactory.getLogger(TestScope.class);

	private static final int VALIDATION_SECONDS = 5;

	private final List<Leak> leaks = new CopyOnWriteArrayList<>();

	private final Map<GuardedConnection, String> open = new ConcurrentHashMap<>();

	private final Set<BaseConnection> used = ConcurrentHashMap.newKeySet();

	private final String test;

	private final Handling handling;

	private volatile @Nullable Sandbox sandbox;

	private volatile boolean committed;

	private volatile boolean ended;

	private final boolean isTest;

	private TestScope(String test, Handling handling, boolean isTest) {
		this.test = test;
		this.handling = handling;
		this.isTest = isTest;
	}

	static TestScope ofTest(String test, Handling handling) {
		return new TestScope(test, handling, true);
	}

	/**
	 * Return a scope for the time in which no test runs.
	 */
	static TestScope ofTime(String time, Handling handling) {
		return new TestScope(time, handling, false);
	}

	boolean isTest() {
		return this.isTest;
	}

	String test() {
		return this.test;
	}

	Handling handling() {
		return this.handling;
	}

	List<Leak> leaks() {
		return this.leaks;
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
	 * Note a connection that the test has taken, to be given back by its end.
	 */
	void opened(GuardedConnection connection, BaseConnection server) {
		this.open.put(connection, Thread.currentThread().getName());
		this.used.add(server);
	}

	void closed(GuardedConnection connection) {
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
				logger.error("The connection of the sandbox of {} is broken; the server has rolled it back.", this.test,
						ex);
			}
		}
		this.open.forEach((connection, thread) -> {
			logger.error("{} has left 1 connection open, taken by thread '{}'. It is closed; close it in the test.",
					this.test, thread);
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
		for (BaseConnection server : this.used) {
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
	 * Return a connection of the test's sandbox, which the first call makes.
	 */
	synchronized Connection connectToSandbox(ConnectionSource pool, Duration patience) throws SQLException {
		Sandbox existing = this.sandbox;
		if (existing == null) {
			existing = new Sandbox(this.test, pool, patience);
			this.sandbox = existing;
		}
		return existing.connect();
	}

	/**
	 * Return the test's sandbox.
	 * @return it, or {@code null} where no connection was taken
	 */
	@Nullable Sandbox sandbox() {
		return this.sandbox;
	}

	void end() {
		this.ended = true;
	}

	boolean isEnded() {
		return this.ended;
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
		 * They are one connection, and all that is done with it is rolled back.
		 */
		SANDBOX

	}

}
