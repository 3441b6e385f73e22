// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

import com.zaxxer.hikari.HikariDataSource;
import io.agentdata.database.copy.Changes;
import io.agentdata.isolation.ForkedPart.Wait;
import io.agentdata.test.Isolation;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.ApplicationEventPublisher;

/**
 * Keeps the tests of one application context apart. After a test its database is put
 * back, whatever the server says has changed. It is safe for use by several threads.
 */
final class TestIsolation implements TestConnections.Scopes {

	private static final Logger logger = LoggerFactory.getLogger(TestIsolation.class);

	/**
	 * Some operations wait for each other's parts, which never shows.
	 */
	private static final Duration PATIENCE_WITH_PARTS = Duration.ofSeconds(30);

	private static final Duration POLL = Duration.ofMillis(1);

	private final Set<TestScope> running = ConcurrentHashMap.newKeySet();

	private final AtomicBoolean warned = new AtomicBoolean();

	private final TestDatabases databases;

	private final IsolationProperties properties;

	private final LeakReport report;

	private final ApplicationEventPublisher events;

	private final TestClasses classes;

	private final FailedTests failures;

	private final TestScope noTest;

	TestIsolation(TestDatabases databases, IsolationProperties properties, ApplicationEventPublisher events) {
		this.databases = databases;
		this.properties = properties;
		this.report = new LeakReport(properties.onLeak(), events);
		this.events = events;
		this.classes = new TestClasses((testClass) -> mode(IsolationChoice.of(testClass)), databases);
		this.noTest = databases.whileNoTestRuns();
		this.failures = FailedTests.of(this.noTest.lane().database().config().type(), properties);
	}

	/**
	 * Return the test classes of the context.
	 */
	TestClasses classes() {
		return this.classes;
	}

	/**
	 * Begin a test. Waits while all databases are in use by other tests.
	 */
	RunningTest begin(String test, Class<?> testClass, IsolationChoice choice) {
		Isolation mode = mode(choice);
		TestScope scope = this.databases.begin(test, testClass, this.classes.of(testClass).startOf(mode));
		boolean begun = false;
		try {
			undoWhatNoTestDid(scope);
			if (mode == Isolation.NONE) {
				warnOfNone(test);
			}
			if (mode == Isolation.CLONE_METHOD) {
				prefetch(scope);
			}
			if (choice.resetSequences() || mode == Isolation.RESET) {
				this.databases.resetSequences(scope);
			}
			if (mode == Isolation.AUTO) {
				// there may be methods before the transaction
				scope.watchCommits();
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
	 * Note whether a test-managed transaction is around the test.
	 */
	void decide(RunningTest test, boolean transactional) {
		TestScope scope = test.scope();
		if (transactional) {
			scope.beginTransaction();
			return;
		}
		scope.ignoreCommits();
		if (test.isPutBack()) {
			this.databases.resetSequences(scope);
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
			scope.takeBackConnections();
			Changes changes = this.databases.changes(scope.name(), scope.lane());
			LeakException failure = (changes != null) ? report(test, changes) : null;
			boolean leakFails = failure != null && this.properties.onLeak() == OnLeak.FAIL;
			if (this.failures.areKept() && (failed || leakFails) && this.failures.keep(scope)) {
				this.databases.forget(scope);
			}
			else if (changes == null || test.mode() == Isolation.CLONE_METHOD) {
				this.databases.restore(scope);
				prefetch(scope);
			}
			else if (failure != null && this.properties.onLeak() == OnLeak.WARN) {
				scope.lane().leave(CommittedChanges.of(changes));
			}
			else if (test.isPutBack() && !scope.lane().hasOnlyLeft(changes)) {
				putBack(test, changes);
			}
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
		this.report.end(testClass);
	}

	@Override
	public Connection connect(HikariDataSource asked) throws SQLException {
		return user().connect(asked);
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

	private @Nullable LeakException report(RunningTest test, Changes changes) {
		TestScope scope = test.scope();
		CommitWatch watch = scope.watch();
		if (test.mode() != Isolation.AUTO || !scope.isTransactional() || watch == null) {
			return null;
		}
		List<Leak> leaks = watch.leaks(changes);
		return leaks.isEmpty() ? null : this.report.of(scope.name(), scope.testClass(), leaks);
	}

	/**
	 * Put back what has changed. A server that does not count changes may have missed
	 * none only where no commit was noticed.
	 */
	private void putBack(RunningTest test, Changes changes) {
		TestScope scope = test.scope();
		CommitWatch watch = scope.watch();
		boolean committed = changes.counted() ? changes.isCommitted()
				: watch == null || watch.hasCommitted() || watch.hasOwnCommit();
		if (changes.counted() || committed) {
			this.databases.reset(scope, changes, !scope.isTransactional());
		}
		if (changes.counted() ? changes.written() : committed) {
			this.databases.forgetRows(scope);
		}
		if (committed) {
			this.events.publishEvent(new DatabaseReset(scope.name()));
		}
	}

	private DatabaseUser user() throws SQLException {
		if (ForkedPart.isRunning()) {
			return ownerOfPart();
		}
		DatabaseUser known = own();
		if (known == null) {
			known = this.classes.of(Thread.currentThread());
		}
		return (known != null) ? known : ofNobody();
	}

	/**
	 * Return who waits for the part of an operation that the present thread runs. While
	 * several do, whose it is will show when the others have what they wait for.
	 */
	private DatabaseUser ownerOfPart() throws SQLException {
		long deadline = System.nanoTime() + PATIENCE_WITH_PARTS.toNanos();
		while (true) {
			Map<Thread, Wait> waiting = new HashMap<>();
			TestClasses.threads().forEach((thread) -> waiting.put(thread, ForkedPart.waitOf(thread)));
			this.running.forEach((scope) -> waiting.put(scope.thread(), ForkedPart.waitOf(scope.thread())));
			waiting.values().removeIf((wait) -> wait == Wait.NONE);
			DatabaseUser owner = (waiting.size() == 1 && waiting.containsValue(Wait.PRESENT))
					? ofThread(waiting.keySet().iterator().next()) : null;
			if (owner != null) {
				return owner;
			}
			if (waiting.isEmpty() || System.nanoTime() > deadline) {
				throw new UnknownTestException(names());
			}
			LockSupport.parkNanos(POLL.toNanos());
		}
	}

	private @Nullable DatabaseUser ofThread(Thread thread) {
		return this.running.stream()
			.filter((scope) -> scope.thread() == thread)
			.max(Comparator.comparingLong(TestScope::number))
			.<DatabaseUser>map(Function.identity())
			.orElseGet(() -> this.classes.of(thread));
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
	 * runs, or the set-up of one class, it is that one's.
	 */
	private DatabaseUser ofNobody() throws SQLException {
		List<TestScope> tests = List.copyOf(this.running);
		List<DatabaseUser> candidates = new ArrayList<>(tests);
		if (tests.size() < 2) {
			candidates
				.addAll(this.classes.inSetUp((thread) -> tests.stream().anyMatch((scope) -> scope.thread() == thread)));
		}
		return switch (candidates.size()) {
			case 0 -> this.noTest;
			case 1 -> candidates.get(0);
			default -> throw new UnknownTestException(candidates.stream().map(DatabaseUser::name).sorted().toList());
		};
	}

	private List<String> names() {
		return this.running.stream().map(TestScope::name).sorted().toList();
	}

	private Isolation mode(IsolationChoice choice) {
		return (choice.isolation() != Isolation.AUTO) ? choice.isolation() : this.properties.isolation();
	}

	/**
	 * Undo what threads of the application did to the database while no test ran.
	 */
	private void undoWhatNoTestDid(TestScope scope) {
		Lane lane = scope.lane();
		if (scope.start().common() != null || !lane.isCounted() || !lane.connections().isUsed()) {
			return;
		}
		Changes changes = this.databases.changes(this.noTest.name(), lane);
		if (changes == null) {
			this.databases.restore(scope);
		}
		else if (changes.isCommitted()) {
			this.databases.reset(scope, changes, true);
			this.databases.forgetRows(scope);
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
