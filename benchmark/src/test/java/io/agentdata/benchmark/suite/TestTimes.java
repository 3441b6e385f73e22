// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark.suite;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/**
 * Takes the time of each test, and of the classes around them. It is safe for use by
 * several threads.
 */
final class TestTimes implements TestExecutionListener {

	private final Map<TestIdentifier, Long> started = new ConcurrentHashMap<>();

	private final List<Long> tests = new ArrayList<>();

	private @Nullable Throwable failure;

	private long firstEnded;

	private long lastEnded;

	private long classTime;

	@Override
	public void executionStarted(TestIdentifier identifier) {
		this.started.put(identifier, System.nanoTime());
	}

	@Override
	public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
		finished(identifier, result, System.nanoTime());
	}

	private synchronized void finished(TestIdentifier identifier, TestExecutionResult result, long now) {
		if (result.getStatus() != Status.SUCCESSFUL) {
			this.failure = (this.failure != null) ? this.failure : result.getThrowable().orElse(null);
		}
		else if (identifier.isTest()) {
			this.firstEnded = this.tests.isEmpty() ? now : this.firstEnded;
			this.lastEnded = now;
			this.tests.add(now - this.started.get(identifier));
		}
		else if (isClass(identifier)) {
			this.classTime += now - this.started.get(identifier);
		}
	}

	private static boolean isClass(TestIdentifier identifier) {
		return identifier.getSource().filter(ClassSource.class::isInstance).isPresent();
	}

	/**
	 * Return why a test or its class failed.
	 * @return the first failure, or {@code null} where all succeeded
	 */
	@Nullable Throwable failure() {
		return this.failure;
	}

	/**
	 * Return how long each test took, with all its callbacks.
	 * @return nanoseconds, in the order of their ends
	 */
	List<Long> tests() {
		return this.tests;
	}

	/**
	 * Return when the first test had ended.
	 * @return a value of {@link System#nanoTime()}
	 */
	long firstEnded() {
		return this.firstEnded;
	}

	/**
	 * Return the time of the tests after the first one, with all that lies between them.
	 * @return nanoseconds
	 */
	long afterFirst() {
		return this.lastEnded - this.firstEnded;
	}

	/**
	 * Return how long the classes took, with what JUnit and Spring do between their
	 * tests.
	 * @return nanoseconds a test
	 */
	long classTimeOfOneTest() {
		return this.classTime / Math.max(1, this.tests.size());
	}

}
