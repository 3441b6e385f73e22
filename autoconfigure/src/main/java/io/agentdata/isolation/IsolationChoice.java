// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.util.stream.Stream;

import io.agentdata.test.AgentDataTest;
import io.agentdata.test.Isolated;
import io.agentdata.test.Isolation;
import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextAnnotationUtils;

/**
 * What a test chooses: its method, else its class.
 *
 * @param isolation the isolation, {@link Isolation#AUTO} where the test leaves it open
 * @param resetSequences whether sequences begin anew
 */
record IsolationChoice(Isolation isolation, boolean resetSequences) {

	/**
	 * Return what a test chooses.
	 */
	static IsolationChoice of(TestContext testContext) {
		Isolated onMethod = AnnotatedElementUtils.findMergedAnnotation(testContext.getTestMethod(), Isolated.class);
		return of(onMethod, testContext.getTestClass());
	}

	/**
	 * Return what a test class chooses.
	 */
	static IsolationChoice of(Class<?> testClass) {
		return of(null, testClass);
	}

	private static IsolationChoice of(@Nullable Isolated onMethod, Class<?> testClass) {
		Isolated onClass = TestContextAnnotationUtils.findMergedAnnotation(testClass, Isolated.class);
		AgentDataTest test = TestContextAnnotationUtils.findMergedAnnotation(testClass, AgentDataTest.class);
		Isolation isolation = Stream
			.of((onMethod != null) ? onMethod.value() : Isolation.AUTO,
					(onClass != null) ? onClass.value() : Isolation.AUTO,
					(test != null) ? test.isolation() : Isolation.AUTO)
			.filter((chosen) -> chosen != Isolation.AUTO)
			.findFirst()
			.orElse(Isolation.AUTO);
		Isolated nearest = (onMethod != null) ? onMethod : onClass;
		return new IsolationChoice(isolation, nearest != null && nearest.resetSequences());
	}

}
