// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import io.agentdata.test.Isolation;
import org.jspecify.annotations.Nullable;

import org.springframework.test.context.TestContext;

/**
 * A test that has begun.
 *
 * @param isolation keeps it apart from the others
 * @param mode how
 * @param scope its connections
 * @param outer what its thread worked for before
 */
record RunningTest(TestIsolation isolation, Isolation mode, TestScope scope, ScopeOfThread.@Nullable Work outer) {

	private static final String ATTRIBUTE = RunningTest.class.getName();

	/**
	 * Return the test that runs in a context.
	 * @return it, or {@code null} where none has begun
	 */
	static @Nullable RunningTest of(TestContext testContext) {
		return (RunningTest) testContext.getAttribute(ATTRIBUTE);
	}

	void addTo(TestContext testContext) {
		testContext.setAttribute(ATTRIBUTE, this);
	}

	/**
	 * Return the test that runs in a context, which is about to end.
	 * @return it, or {@code null} where none has begun
	 */
	static @Nullable RunningTest removeFrom(TestContext testContext) {
		return (RunningTest) testContext.removeAttribute(ATTRIBUTE);
	}

	/**
	 * Return whether its database is put back after it by what has changed.
	 */
	boolean isPutBack() {
		return switch (this.mode) {
			case AUTO, ROLLBACK, RESET -> true;
			case CLONE_METHOD, CLONE_CLASS, NONE -> false;
		};
	}

	/**
	 * Return whether it has no use for the transaction that our annotation asks for.
	 */
	boolean isWithoutTransaction() {
		return switch (this.mode) {
			case RESET, CLONE_METHOD, CLONE_CLASS, NONE -> true;
			case AUTO, ROLLBACK -> false;
		};
	}

	/**
	 * Note whether a test-managed transaction is around it.
	 */
	void decide(boolean transactional) {
		this.isolation.decide(this, transactional);
	}

	/**
	 * Note that it has failed: what its open transactions hold is committed where its
	 * database is to be kept.
	 */
	void fail() {
		this.isolation.fail(this);
	}

	/**
	 * End it.
	 * @param failed whether it has failed
	 * @return the failure that its leaks are, or {@code null} where it has none or they
	 * are no failure
	 */
	@Nullable LeakException end(boolean failed) {
		return this.isolation.end(this, failed);
	}

}
