// SPDX-License-Identifier: Apache-2.0
package io.agentdata.parity;

import io.agentdata.AgentDataException;
import io.agentdata.database.Engine;
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
			.map((runsOn) -> start(runsOn.value()))
			.orElse(ENABLED);
	}

	private static ConditionEvaluationResult start(Engine engine) {
		try {
			Engines.factory(engine).server();
			return ENABLED;
		}
		catch (AgentDataException ex) {
			if ("true".equals(System.getenv("CI"))) {
				throw ex;
			}
			return ConditionEvaluationResult.disabled("The engine %s does not start here".formatted(engine),
					ex.getMessage());
		}
	}

}
