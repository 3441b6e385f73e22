// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import io.agentdata.test.AgentDataTest;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestExecutionListener;
import org.springframework.test.context.transaction.TestTransaction;
import org.springframework.test.context.transaction.TransactionalTestExecutionListener;
import org.springframework.transaction.annotation.Transactional;

/**
 * Works inside the test-managed transaction: ends it at once where the isolation has no
 * use for it, and checks before the rollback what a commit would have checked.
 */
final class TestTransactionListener implements TestExecutionListener, Ordered {

	@Override
	public int getOrder() {
		return new TransactionalTestExecutionListener().getOrder() + 100;
	}

	@Override
	public void beforeTestMethod(TestContext testContext) {
		RunningTest test = RunningTest.of(testContext);
		if (test == null) {
			return;
		}
		if (test.isWithoutTransaction() && TestTransaction.isActive() && isFromOurAnnotation(testContext)) {
			TestTransaction.flagForRollback();
			TestTransaction.end();
		}
		test.decide(TestTransaction.isActive());
	}

	@Override
	public void afterTestMethod(TestContext testContext) {
		Throwable exception = testContext.getTestException();
		RunningTest test = RunningTest.of(testContext);
		if (test != null && exception != null && FailedTests.isFailure(exception)) {
			test.fail();
		}
		if (exception == null && TestTransaction.isActive() && TestTransaction.isFlaggedForRollback()
				&& testContext.hasApplicationContext()) {
			ConstraintCheck check = testContext.getApplicationContext()
				.getBeanProvider(ConstraintCheck.class)
				.getIfAvailable();
			if (check != null) {
				check.verify(IsolationTestExecutionListener.name(testContext));
			}
		}
	}

	/**
	 * A {@code @Transactional} that the test itself bears is meant. Ours may be below an
	 * annotation of the user's.
	 */
	private static boolean isFromOurAnnotation(TestContext testContext) {
		if (MergedAnnotations.from(testContext.getTestMethod()).isPresent(Transactional.class)) {
			return false;
		}
		MergedAnnotation<Transactional> transactional = MergedAnnotations
			.from(testContext.getTestClass(), SearchStrategy.TYPE_HIERARCHY)
			.get(Transactional.class);
		MergedAnnotation<?> bearer = transactional.getMetaSource();
		return bearer != null && bearer.getType() == AgentDataTest.class;
	}

}
