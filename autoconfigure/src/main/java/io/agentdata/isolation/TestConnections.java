// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

import io.agentdata.isolation.TestScope.Handling;

/**
 * Decides, for each connection that the application takes, which test it belongs to and
 * what may be done with it. It is safe for use by several threads.
 */
final class TestConnections {

	private static final ScopeOfThread THREAD = new ScopeOfThread();

	private volatile Duration sandboxPatience = Duration.ofSeconds(5);

	private volatile Runnable eviction = () -> {
	};

	private volatile TestScope current = TestScope.ofTime("the start of the application", Handling.PASS);

	/**
	 * Begin a scope in place of the present one: what is taken from now on belongs to it.
	 */
	void begin(TestScope scope) {
		this.current.end();
		this.current = scope;
		THREAD.set(scope);
	}

	/**
	 * Set how long a transaction waits for another one in a sandbox.
	 */
	void setSandboxPatience(Duration sandboxPatience) {
		this.sandboxPatience = sandboxPatience;
	}

	/**
	 * Name what makes the pool close its idle connections.
	 */
	void setEviction(Runnable eviction) {
		this.eviction = eviction;
	}

	/**
	 * Make the pool close its idle connections, some of which are broken.
	 */
	void evictIdle() {
		this.eviction.run();
	}

	TestScope current() {
		return this.current;
	}

	Connection connect(ConnectionSource pool) throws SQLException {
		TestScope scope = scopeOfThread();
		return switch (scope.handling()) {
			case PASS -> pool.getConnection();
			case GUARD -> GuardedConnection.guard(pool, scope);
			case SANDBOX -> scope.connectToSandbox(pool, this.sandboxPatience);
		};
	}

	private TestScope scopeOfThread() throws SQLException {
		TestScope scope = THREAD.get();
		if (scope != null && scope.isEnded()) {
			throw new EndedTestException(scope.test(), this.current.test());
		}
		return this.current;
	}

}
