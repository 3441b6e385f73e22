// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import org.springframework.core.Ordered;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestExecutionListener;
import org.springframework.test.context.transaction.TransactionalTestExecutionListener;

/**
 * Begins and ends the isolation of a test, around its test-managed transaction, and of a
 * test class.
 */
final class IsolationTestExecutionListener implements TestExecutionListener, Ordered {

	@Override
	public int getOrder() {
		return new TransactionalTestExecutionListener().getOrder() - 100;
	}

	@Override
	public void beforeTestClass(TestContext testContext) {
		// Spring may pause other contexts in this call: they work for no class then
		TestIsolation isolation = IsolationStart.isolationOf(testContext);
		TestClasses.begin(testContext.getTestClass(), (isolation != null) ? isolation.classes() : null);
	}

	@Override
	public void beforeTestMethod(TestContext testContext) {
		TestIsolation isolation = IsolationStart.isolationOf(testContext);
		if (isolation != null) {
			isolation.begin(name(testContext), testContext.getTestClass(), IsolationChoice.of(testContext))
				.addTo(testContext);
		}
	}

	@Override
	public void afterTestMethod(TestContext testContext) {
		RunningTest test = RunningTest.removeFrom(testContext);
		LeakException failure = (test != null) ? test.end(isFailed(testContext)) : null;
		if (failure != null) {
			throw failure;
		}
	}

	@Override
	public void afterTestClass(TestContext testContext) {
		TestClasses.end();
		TestIsolation isolation = IsolationStart.isolationOf(testContext);
		if (isolation != null) {
			isolation.endClass(testContext.getTestClass());
		}
	}

	private static boolean isFailed(TestContext testContext) {
		Throwable exception = testContext.getTestException();
		return exception != null && FailedTests.isFailure(exception);
	}

	/**
	 * Return a test in words.
	 */
	static String name(TestContext testContext) {
		return testContext.getTestClass().getSimpleName() + "." + testContext.getTestMethod().getName() + "()";
	}

}
