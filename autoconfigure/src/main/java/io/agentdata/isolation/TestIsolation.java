// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Semaphore;

import io.agentdata.database.Database;
import io.agentdata.isolation.TestScope.Handling;
import io.agentdata.test.Isolation;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.test.context.TestContext;

/**
 * Keeps the tests of one application context apart. The database is sealed when the
 * application is up; where a test has left changes behind, a copy of that state takes its
 * place at once, so that it is clean between two tests.
 */
final class TestIsolation {

	private static final Logger logger = LoggerFactory.getLogger(TestIsolation.class);

	private static final String TEMPLATE = "template";

	private static final String CLASS_SET_UP = "class set-up";

	private static final int VALIDATION_SECONDS = 5;

	private static final String NO_TEST = "the time between two tests";

	private final Database database;

	private final TestConnections connections;

	private final List<StateInMemory> memories;

	private final IsolationProperties properties;

	private final LeakReport report;

	/**
	 * Tests in parallel threads take turns: they share the database.
	 */
	private final Semaphore turn = new Semaphore(1);

	private volatile @Nullable Thread runner;

	private Isolation isolation = Isolation.NONE;

	private String restorePoint = TEMPLATE;

	private boolean used;

	private boolean warned;

	TestIsolation(Database database, TestConnections connections, List<StateInMemory> memories,
			IsolationProperties properties, LeakReport report) {
		this.database = database;
		this.connections = connections;
		this.memories = memories;
		this.properties = properties;
		connections.setSandboxPatience(properties.sandboxTimeout());
		this.report = report;
	}

	/**
	 * Return the isolation of a test's application context.
	 * @return it, or {@code null} where the context has no test database
	 */
	static @Nullable TestIsolation of(TestContext testContext) {
		return testContext.hasApplicationContext()
				? testContext.getApplicationContext().getBeanProvider(TestIsolation.class).getIfAvailable() : null;
	}

	/**
	 * Keep the present state as the one that tests begin with.
	 */
	synchronized void seal() {
		this.database.snapshot(TEMPLATE);
		this.connections.begin(TestScope.ofTime(NO_TEST, Handling.GUARD));
	}

	/**
	 * Begin a test: what is committed by its thread before, since the last test, is the
	 * set-up of its class.
	 */
	void begin(String test, IsolationChoice choice) {
		this.turn.acquireUninterruptibly();
		boolean begun = false;
		try {
			beginInTurn(test, choice);
			begun = true;
			this.runner = Thread.currentThread();
		}
		finally {
			if (!begun) {
				this.turn.release();
			}
		}
	}

	private synchronized void beginInTurn(String test, IsolationChoice choice) {
		Isolation chosen = (choice.isolation() != Isolation.AUTO) ? choice.isolation() : this.properties.isolation();
		keepClassSetUp();
		boolean together = chosen == Isolation.CLONE_CLASS && this.isolation == Isolation.CLONE_CLASS;
		this.isolation = chosen;
		if (chosen == Isolation.NONE) {
			warnOfNone(test);
		}
		else if (this.used && !together) {
			restore();
		}
		if (chosen == Isolation.CLONE_METHOD) {
			this.database.prefetch(this.restorePoint);
		}
		if (choice.resetSequences()) {
			this.database.resetSequences(this.restorePoint);
			this.memories.forEach(StateInMemory::forgetSequences);
		}
		this.connections.begin(TestScope.ofTest(test, switch (chosen) {
			case AUTO -> Handling.GUARD;
			case SANDBOX -> Handling.SANDBOX;
			default -> Handling.PASS;
		}));
	}

	/**
	 * Return the isolation of the test that runs.
	 */
	synchronized Isolation isolation() {
		return this.isolation;
	}

	/**
	 * Tell the test's sandbox, if it has one, that the transaction around the test has
	 * begun.
	 */
	synchronized void beginTestTransaction() {
		Sandbox sandbox = this.connections.current().sandbox();
		if (sandbox != null) {
			sandbox.passBetweenStatementsOfTestTransaction();
		}
	}

	/**
	 * End the test: name its leaks, and put the database back.
	 * @return the failure of the test that its leaks are, or {@code null} where it has
	 * none or they are no failure
	 */
	@Nullable LeakException end() {
		// a test that could not begin is ended as well
		if (this.runner != Thread.currentThread()) {
			return null;
		}
		try {
			return endInTurn();
		}
		finally {
			this.runner = null;
			this.turn.release();
		}
	}

	private synchronized @Nullable LeakException endInTurn() {
		TestScope scope = this.connections.current();
		this.connections.begin(TestScope.ofTime(NO_TEST, Handling.GUARD));
		scope.giveBack();
		if (this.isolation == Isolation.SANDBOX) {
			this.memories.forEach(StateInMemory::forgetRows);
		}
		LeakException failure = scope.leaks().isEmpty() ? null : this.report.of(scope.test(), scope.leaks());
		boolean leaked = scope.isCommitted()
				|| (this.properties.onLeak() != OnLeak.WARN && scope.leaks().stream().anyMatch(Leak::isOfDatabase));
		if (this.isolation == Isolation.CLONE_METHOD || leaked || isUnreachable(scope)) {
			restore();
			// where one test leaks, the next is likely to
			this.database.prefetch(this.restorePoint);
		}
		else {
			this.used |= this.isolation == Isolation.NONE || this.isolation == Isolation.CLONE_CLASS;
		}
		return (this.properties.onLeak() == OnLeak.FAIL) ? failure : null;
	}

	/**
	 * End a test class: undo its set-up, and what its tests did together.
	 */
	synchronized void endClass() {
		boolean tornDown = !this.connections.current().leaks().isEmpty();
		boolean together = this.used && this.isolation == Isolation.CLONE_CLASS;
		boolean setUp = !this.restorePoint.equals(TEMPLATE);
		this.restorePoint = TEMPLATE;
		if ((tornDown || together || setUp) && this.isolation != Isolation.NONE) {
			restore();
			this.connections.begin(TestScope.ofTime(NO_TEST, Handling.GUARD));
		}
	}

	/**
	 * Return whether the test has made the database unreachable. Only where a session was
	 * ended by the server is that tried.
	 */
	private boolean isUnreachable(TestScope scope) {
		if (!scope.isBroken()) {
			return false;
		}
		this.connections.evictIdle();
		try (Connection connection = this.database.dataSource().getConnection()) {
			return !connection.isValid(VALIDATION_SECONDS);
		}
		catch (SQLException ex) {
			logger.error("{} has dropped the database, or made it unreachable. A clone takes its place.", scope.test(),
					ex);
			return true;
		}
	}

	private void keepClassSetUp() {
		List<Leak> changes = this.connections.current().leaks();
		boolean setUp = changes.stream().anyMatch((leak) -> leak.isOfDatabase() && isOwn(leak));
		List<Leak> others = changes.stream().filter((leak) -> !isOwn(leak)).toList();
		if (!others.isEmpty()) {
			this.report.of(NO_TEST, others);
			this.used |= !setUp;
		}
		if (setUp) {
			this.database.snapshot(CLASS_SET_UP);
			this.restorePoint = CLASS_SET_UP;
		}
	}

	private static boolean isOwn(Leak leak) {
		return leak.thread().equals(Thread.currentThread().getName());
	}

	private void restore() {
		this.database.restore(this.restorePoint);
		this.memories.forEach(StateInMemory::forgetRows);
		this.memories.forEach(StateInMemory::forgetSequences);
		this.used = false;
	}

	private void warnOfNone(String test) {
		if (!this.warned) {
			this.warned = true;
			logger.warn(
					"{} runs with isolation NONE: nothing that it changes is undone, and later tests with NONE see it.",
					test);
		}
	}

}
