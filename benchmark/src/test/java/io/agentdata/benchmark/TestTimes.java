// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/**
 * Takes the time of each test, and of the class around them.
 */
final class TestTimes implements TestExecutionListener {

	private final List<Long> tests = new ArrayList<>();

	private @Nullable Throwable failure;

	private long testStarted;

	private long classStarted;

	private long classTime;

	@Override
	public void executionStarted(TestIdentifier identifier) {
		if (identifier.isTest()) {
			this.testStarted = System.nanoTime();
		}
		else if (isClass(identifier)) {
			this.classStarted = System.nanoTime();
		}
	}

	@Override
	public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
		long now = System.nanoTime();
		if (result.getStatus() != Status.SUCCESSFUL) {
			this.failure = result.getThrowable().orElse(this.failure);
		}
		else if (identifier.isTest()) {
			this.tests.add(now - this.testStarted);
		}
		else if (isClass(identifier)) {
			this.classTime = now - this.classStarted;
		}
	}

	private static boolean isClass(TestIdentifier identifier) {
		return identifier.getSource().filter(ClassSource.class::isInstance).isPresent();
	}

	/**
	 * Return why a test or its class failed.
	 * @return the last failure, or {@code null} where all succeeded
	 */
	@Nullable Throwable failure() {
		return this.failure;
	}

	/**
	 * Return how long each test took, with all its callbacks.
	 * @return nanoseconds, in the order of execution
	 */
	List<Long> tests() {
		return this.tests;
	}

	/**
	 * Return how long the class took, with what JUnit and Spring do between its tests.
	 * @return nanoseconds a test
	 */
	long classTimeOfOneTest() {
		return this.classTime / Math.max(1, this.tests.size());
	}

}
