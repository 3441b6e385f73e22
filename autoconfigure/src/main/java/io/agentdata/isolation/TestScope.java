// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;

import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work on a database: a test that runs, the set-up of its class, or what happens while no
 * test runs. It is safe for use by several threads.
 */
final class TestScope implements DatabaseUser {

	private static final Logger logger = LoggerFactory.getLogger(TestScope.class);

	private static final AtomicLong IDS = new AtomicLong();

	private final long number = IDS.incrementAndGet();

	private final String name;

	private final Class<?> testClass;

	private final Lane lane;

	private final StartingPoint start;

	private final Thread thread = Thread.currentThread();

	private volatile @Nullable CommitWatch watch;

	private volatile boolean transactional;

	private volatile boolean ended;

	private volatile boolean transactionLost;

	/**
	 * Begin work on a database.
	 * @param name the work in words, such as {@code NoteTests.saves()}
	 * @param testClass the class that runs
	 * @param lane the database
	 * @param start what it began with
	 */
	TestScope(String name, Class<?> testClass, Lane lane, StartingPoint start) {
		this.name = name;
		this.testClass = testClass;
		this.lane = lane;
		this.start = start;
		// without the server's counts only commits tell of changes
		this.watch = lane.isCounted() ? null : new CommitWatch(name, lane.database(), lane.left());
	}

	/**
	 * Return what no other work of this JVM has.
	 */
	String id() {
		return Long.toString(this.number);
	}

	/**
	 * Return how much work had begun before this one.
	 */
	long number() {
		return this.number;
	}

	@Override
	public String name() {
		return this.name;
	}

	Class<?> testClass() {
		return this.testClass;
	}

	@Override
	public Lane lane() {
		return this.lane;
	}

	/**
	 * Return the thread that does the work, with those that it starts.
	 */
	Thread thread() {
		return this.thread;
	}

	/**
	 * Return what the work began with.
	 */
	StartingPoint start() {
		return this.start;
	}

	/**
	 * Take a connection for the work.
	 */
	@Override
	public Connection connect(HikariDataSource asked) throws SQLException {
		return this.lane.connections().getConnection(asked, this);
	}

	/**
	 * Note that a test-managed transaction is around the test.
	 */
	void beginTransaction() {
		this.transactional = true;
	}

	/**
	 * Return whether a test-managed transaction is, or was, around the test.
	 */
	boolean isTransactional() {
		return this.transactional;
	}

	/**
	 * Notice commits beside the test-managed transaction from now on.
	 */
	void watchCommits() {
		if (this.watch == null) {
			this.watch = new CommitWatch(this.name, this.lane.database(), this.lane.left());
		}
	}

	/**
	 * Notice commits no more: there is no transaction that they could be beside.
	 */
	void ignoreCommits() {
		if (this.lane.isCounted()) {
			this.watch = null;
		}
	}

	/**
	 * Return what notices commits.
	 * @return it, or {@code null} where none are looked for
	 */
	@Nullable CommitWatch watch() {
		return this.watch;
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
	 * Take back the connections that the work has not given back.
	 */
	void takeBackConnections() {
		for (Loan forgotten : this.lane.connections().takeBack(this)) {
			logger.error("{} has left 1 connection open, taken by {}. It is closed; close it in the test.", this.name,
					forgotten.holder());
		}
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
		return !this.lane.connections().isLentTo(this);
	}

}
