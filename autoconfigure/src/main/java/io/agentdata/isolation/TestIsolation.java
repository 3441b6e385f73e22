// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

import io.agentdata.database.Capability;
import io.agentdata.database.Engine;
import io.agentdata.database.UnsupportedCapabilityException;
import io.agentdata.isolation.TestScope.Handling;
import io.agentdata.test.Isolation;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the tests of one application context apart. Where a test has left changes behind,
 * a copy of what it began with takes the place of its database. It is safe for use by
 * several threads.
 */
final class TestIsolation implements TestConnections.Scopes {

	private static final Logger logger = LoggerFactory.getLogger(TestIsolation.class);

	private final Set<TestScope> running = ConcurrentHashMap.newKeySet();

	private final AtomicBoolean warned = new AtomicBoolean();

	private final TestDatabases databases;

	private final IsolationProperties properties;

	private final LeakReport report;

	private final TestClasses classes;

	private final FailedTests failures;

	private final TestScope noTest;

	TestIsolation(TestDatabases databases, IsolationProperties properties, LeakReport report) {
		this.databases = databases;
		this.properties = properties;
		this.report = report;
		this.classes = new TestClasses((testClass) -> mode(IsolationChoice.of(testClass)), databases);
		this.noTest = databases.whileNoTestRuns();
		this.failures = FailedTests.of(this.noTest.lane().database().config().type(), properties);
	}

	/**
	 * Begin a test. Waits while all databases are in use by other tests.
	 */
	RunningTest begin(String test, Class<?> testClass, IsolationChoice choice) {
		Isolation mode = mode(choice);
		verifySupport(mode);
		TestScope scope = this.databases.begin(test, handling(mode), this.classes.of(testClass).startOf(mode));
		boolean begun = false;
		try {
			undoWhatNoTestDid(scope);
			if (mode == Isolation.NONE) {
				warnOfNone(test);
			}
			if (mode == Isolation.CLONE_METHOD) {
				prefetch(scope);
			}
			if (choice.resetSequences()) {
				this.databases.resetSequences(scope);
			}
			this.running.add(scope);
			begun = true;
			return new RunningTest(this, mode, scope, ScopeOfThread.change(scope));
		}
		finally {
			if (!begun) {
				this.databases.end(scope);
			}
		}
	}

	/**
	 * Commit what a failed test holds, where its database is to be kept.
	 */
	void fail(RunningTest test) {
		this.failures.commit(test.scope());
	}

	/**
	 * End a test: name its leaks, and put its database back.
	 * @param failed whether it has failed, and its database is kept where that is asked
	 * for
	 * @return the failure of the test that its leaks are, or {@code null} where it has
	 * none or they are no failure
	 */
	@Nullable LeakException end(RunningTest test, boolean failed) {
		TestScope scope = test.scope();
		ScopeOfThread.change(test.outer());
		scope.end();
		this.running.remove(scope);
		try {
			scope.giveBack();
			if (test.mode() == Isolation.SANDBOX) {
				this.databases.forgetRows();
			}
			LeakException failure = scope.leaks().isEmpty() ? null : this.report.of(scope.name(), scope.leaks());
			boolean leakFails = failure != null && this.properties.onLeak() == OnLeak.FAIL;
			if (this.failures.areKept() && (failed || leakFails) && this.failures.keep(scope)) {
				this.databases.forget(scope);
			}
			else if (test.mode() == Isolation.CLONE_METHOD
					|| failed && this.failures.areKept() && scope.start().common() == null || hasLeft(scope)
					|| isUnreachable(scope)) {
				this.databases.restore(scope);
				// where one test leaks, the next is likely to
				prefetch(scope);
			}
			undoWhatNoTestDid(scope);
			return leakFails ? failure : null;
		}
		finally {
			this.databases.end(scope);
		}
	}

	/**
	 * End a test class: undo its set-up, and what its tests did together.
	 */
	void endClass(Class<?> testClass) {
		this.classes.end(testClass);
	}

	@Override
	public Connection connect() throws SQLException {
		return user().connect();
	}

	/**
	 * Return a test that runs.
	 * @param id its {@link TestScope#id()}
	 * @return the test, or {@code null} where none of that id runs
	 */
	@Nullable TestScope running(String id) {
		return this.running.stream().filter((scope) -> scope.id().equals(id)).findFirst().orElse(null);
	}

	/**
	 * Return the database that the present thread works on.
	 */
	Lane lane() {
		try {
			return user().lane();
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex.getMessage(), ex);
		}
	}

	@Override
	public @Nullable TestScope test() {
		TestScope own = ScopeOfThread.current();
		if (own != null && this.running.contains(own)) {
			return own;
		}
		return (this.running.size() == 1) ? this.running.iterator().next() : null;
	}

	private DatabaseUser user() throws SQLException {
		DatabaseUser known = own();
		if (known == null) {
			known = this.classes.ofThread();
		}
		return (known != null) ? known : ofNobody();
	}

	/**
	 * Return the test that the present thread is known to work for.
	 * @throws EndedTestException if the test has ended
	 */
	private @Nullable TestScope own() throws SQLException {
		TestScope own = ScopeOfThread.current();
		if (own != null && own.isEnded()) {
			throw new EndedTestException(own.name(), names());
		}
		return (own != null && this.running.contains(own)) ? own : null;
	}

	/**
	 * Return whose work it is that no test is known to have given out. While one test
	 * runs, it is that one's.
	 */
	private TestScope ofNobody() throws SQLException {
		List<TestScope> candidates = List.copyOf(this.running);
		return switch (candidates.size()) {
			case 0 -> this.noTest;
			case 1 -> candidates.get(0);
			default -> throw new UnknownTestException(names());
		};
	}

	private List<String> names() {
		return this.running.stream().map(TestScope::name).sorted().toList();
	}

	private void verifySupport(Isolation mode) {
		Engine engine = this.noTest.lane().database().config().type();
		if (mode == Isolation.SANDBOX && !Capability.SANDBOX.isOfferedBy(engine)) {
			throw new UnsupportedCapabilityException("The isolation " + mode, Capability.SANDBOX, engine);
		}
	}

	private Isolation mode(IsolationChoice choice) {
		return (choice.isolation() != Isolation.AUTO) ? choice.isolation() : this.properties.isolation();
	}

	private static Handling handling(Isolation mode) {
		return switch (mode) {
			case AUTO -> Handling.GUARD;
			case SANDBOX -> Handling.SANDBOX;
			default -> Handling.PASS;
		};
	}

	private boolean hasLeft(TestScope scope) {
		return scope.isCommitted()
				|| (this.properties.onLeak() != OnLeak.WARN && scope.leaks().stream().anyMatch(Leak::isOfDatabase));
	}

	/**
	 * Return whether the test has made the database unreachable. Only where a session was
	 * ended by the server is that tried.
	 */
	private static boolean isUnreachable(TestScope scope) {
		try {
			return scope.isBroken() && !scope.lane().isReachable();
		}
		catch (SQLException ex) {
			logger.error("{} has dropped the database, or made it unreachable. A clone takes its place.", scope.name(),
					ex);
			return true;
		}
	}

	/**
	 * Undo what was done on the context's own database while no test ran.
	 */
	private void undoWhatNoTestDid(TestScope scope) {
		if (scope.lane() == this.noTest.lane()) {
			List<Leak> leaks = this.noTest.takeLeaks();
			if (!leaks.isEmpty()) {
				this.report.of(this.noTest.name(), leaks);
			}
			if (leaks.stream().anyMatch(Leak::isOfDatabase) && scope.start().common() == null) {
				this.databases.restore(scope);
			}
		}
	}

	private static void prefetch(TestScope scope) {
		scope.lane().database().prefetch(scope.start().snapshot());
	}

	private void warnOfNone(String test) {
		if (this.warned.compareAndSet(false, true)) {
			logger.warn(
					"{} runs with isolation NONE: nothing that it changes is undone, and later tests with NONE see it.",
					test);
		}
	}

}
