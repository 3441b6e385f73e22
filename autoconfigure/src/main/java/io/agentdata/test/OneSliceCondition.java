// SPDX-License-Identifier: Apache-2.0
package io.agentdata.test;

import java.lang.annotation.Annotation;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;

import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.test.context.BootstrapWith;

/**
 * Explains, before Spring refuses it, that a class cannot be two test slices.
 */
final class OneSliceCondition implements ExecutionCondition {

	private static final ConditionEvaluationResult ENABLED = ConditionEvaluationResult.enabled("one test slice");

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		context.getTestClass().ifPresent(OneSliceCondition::verify);
		return ENABLED;
	}

	private static void verify(Class<?> testClass) {
		List<String> slices = Stream.of(testClass.getDeclaredAnnotations())
			.map(Annotation::annotationType)
			.filter((type) -> AnnotatedElementUtils.isAnnotated(type, BootstrapWith.class))
			.map((type) -> "@" + type.getSimpleName())
			.toList();
		if (slices.size() > 1) {
			throw new ExtensionConfigurationException("""
					%s is annotated with %s, and a class can be one kind of Spring test only.
					What to do, most likely first:
					 - Remove the others: @AgentDataTest brings JPA and JDBC along.
					 - Keep the other one, and put @AutoConfigureAgentData in the place of @AgentDataTest."""
				.formatted(testClass.getName(), String.join(" and ", slices)));
		}
	}

}
