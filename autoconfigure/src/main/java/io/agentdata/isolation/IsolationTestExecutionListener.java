// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.lang.reflect.Method;

import org.springframework.core.Ordered;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestExecutionListener;
import org.springframework.test.context.transaction.TransactionalTestExecutionListener;
import org.springframework.util.ClassUtils;

/**
 * Begins and ends the isolation of a test, around its test-managed transaction.
 */
final class IsolationTestExecutionListener implements TestExecutionListener, Ordered {

	@Override
	public int getOrder() {
		return new TransactionalTestExecutionListener().getOrder() - 100;
	}

	@Override
	public void beforeTestMethod(TestContext testContext) {
		TestIsolation isolation = TestIsolation.of(testContext);
		if (isolation != null) {
			isolation.begin(name(testContext), IsolationChoice.of(testContext));
		}
	}

	@Override
	public void afterTestMethod(TestContext testContext) {
		TestIsolation isolation = TestIsolation.of(testContext);
		LeakException failure = (isolation != null) ? isolation.end() : null;
		if (failure != null) {
			throw failure;
		}
	}

	@Override
	public void afterTestClass(TestContext testContext) {
		TestIsolation isolation = TestIsolation.of(testContext);
		// the set-up of an enclosing class is for all its nested classes
		if (isolation != null && !ClassUtils.isInnerClass(testContext.getTestClass())) {
			isolation.endClass();
		}
	}

	private static String name(TestContext testContext) {
		Method method = testContext.getTestMethod();
		return method.getDeclaringClass().getSimpleName() + "." + method.getName() + "()";
	}

}
