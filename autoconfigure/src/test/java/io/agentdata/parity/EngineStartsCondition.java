// SPDX-License-Identifier: Apache-2.0
package io.agentdata.parity;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Starts the engine of a test, before its application context does.
 */
final class EngineStartsCondition implements ExecutionCondition {

	private static final ConditionEvaluationResult ENABLED = ConditionEvaluationResult.enabled("the engine starts");

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		return context.getElement()
			.flatMap((element) -> AnnotationSupport.findAnnotation(element, RunsOn.class))
			.map((runsOn) -> Engines.obstacle(runsOn.value()))
			.map((obstacle) -> ConditionEvaluationResult.disabled(obstacle))
			.orElse(ENABLED);
	}

}
