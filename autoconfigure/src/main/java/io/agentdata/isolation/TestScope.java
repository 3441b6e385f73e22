// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;

/**
 * A test that runs, or the time between two tests. It is safe for use by several threads.
 */
final class TestScope {

	private final List<Leak> leaks = new CopyOnWriteArrayList<>();

	private final String test;

	private final Handling handling;

	private volatile @Nullable Sandbox sandbox;

	private volatile boolean committed;

	private volatile boolean ended;

	TestScope(String test, Handling handling) {
		this.test = test;
		this.handling = handling;
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
