// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;

import io.agentdata.database.Capability;
import io.agentdata.database.Engine;
import io.agentdata.database.copy.KeptDatabase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the databases of failed tests as they were, where that is asked for. It is safe
 * for use by several threads.
 */
final class FailedTests {

	private static final Logger logger = LoggerFactory.getLogger(FailedTests.class);

	private static final AtomicBoolean WARNED = new AtomicBoolean();

	private final boolean kept;

	private FailedTests(boolean kept) {
		this.kept = kept;
	}

	/**
	 * Return what becomes of the failed tests of an engine. One that cannot keep their
	 * databases is named once.
	 */
	static FailedTests of(Engine engine, IsolationProperties properties) {
		boolean able = Capability.KEEP.isOfferedBy(engine);
		if (properties.keepFailed() && !able && WARNED.compareAndSet(false, true)) {
			logger.warn("agent.data.keep-failed: the engine {} cannot keep the databases of failed tests; {} can.",
					engine, Capability.KEEP.engines());
		}
		return new FailedTests(properties.keepFailed() && able);
	}

	boolean areKept() {
		return this.kept;
	}

	/**
	 * Commit what the test's open transactions hold, behind the back of all that would
	 * undo it. Tests that have a database in common would see it, so that theirs is kept
	 * as it was committed.
	 */
	void commit(TestScope scope) {
		if (!this.kept || scope.start().common() != null) {
			return;
		}
		try {
			for (PooledSession session : scope.lane().connections().sessions()) {
				if (session.commitBehindTheUser()) {
					scope.loseTransaction();
				}
			}
			CommitWatch watch = scope.watch();
			if (watch != null) {
				watch.commitOfTestTransaction();
			}
		}
		catch (SQLException ex) {
			logger.error("What {} has not committed could not be kept", scope.name(), ex);
		}
	}

	/**
	 * Set a test's database aside, and put it back to what the test began with.
	 * @return whether that was done
	 */
	boolean keep(TestScope scope) {
		try {
			KeptDatabase database = scope.lane().keepAside(scope.start(), scope.name());
			logger.error("""
					{} has failed. Its database is kept as it was{}, until the next run drops it:
					  {} (user {})
					  {}""", scope.name(), scope.hasLostTransaction()
					? ", but without a transaction in which a statement had failed: what that did before is gone" : "",
					database.url(), database.username(), database.psqlCommand());
			return true;
		}
		catch (RuntimeException ex) {
			logger.error("{} has failed, and its database could not be kept", scope.name(), ex);
			return false;
		}
	}

	/**
	 * Return whether a test has failed, and not only found that it does not apply.
	 */
	static boolean isFailure(Throwable exception) {
		for (Class<?> type = exception.getClass(); type != null; type = type.getSuperclass()) {
			if (type.getName().equals("org.opentest4j.IncompleteExecutionException")) {
				return false;
			}
		}
		return true;
	}

}
