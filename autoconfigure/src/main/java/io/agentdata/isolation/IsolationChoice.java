// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import io.agentdata.test.AgentDataTest;
import io.agentdata.test.Isolated;
import io.agentdata.test.Isolation;

import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextAnnotationUtils;

/**
 * The isolation that a test chooses: the method's, else the class's.
 */
final class IsolationChoice {

	private IsolationChoice() {
	}

	/**
	 * Return what the annotations say.
	 * @return the isolation, {@link Isolation#AUTO} where they leave it open
	 */
	static Isolation of(TestContext testContext) {
		Isolated onMethod = AnnotatedElementUtils.findMergedAnnotation(testContext.getTestMethod(), Isolated.class);
		return (onMethod != null) ? onMethod.value() : ofClass(testContext.getTestClass());
	}

	private static Isolation ofClass(Class<?> testClass) {
		Isolated isolated = TestContextAnnotationUtils.findMergedAnnotation(testClass, Isolated.class);
		if (isolated != null) {
			return isolated.value();
		}
		AgentDataTest test = TestContextAnnotationUtils.findMergedAnnotation(testClass, AgentDataTest.class);
		return (test != null) ? test.isolation() : Isolation.AUTO;
	}

}
