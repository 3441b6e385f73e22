// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A test that runs, or the time between two tests. It is safe for use by several threads.
 */
final class TestScope {

	private final List<Leak> leaks = new CopyOnWriteArrayList<>();

	private final String test;

	private final Handling handling;

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
		GUARD

	}

}
