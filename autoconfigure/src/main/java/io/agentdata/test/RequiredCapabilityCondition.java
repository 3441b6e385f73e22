// SPDX-License-Identifier: Apache-2.0
package io.agentdata.test;

import java.util.Arrays;
import java.util.Set;

import io.agentdata.database.Capability;
import io.agentdata.database.DatabaseFactory;
import io.agentdata.database.Engine;
import io.agentdata.database.UnsupportedCapabilityException;
import io.agentdata.report.DatabaseReport;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * Asks the engine of the test's application context whether it offers what the test
 * requires.
 */
final class RequiredCapabilityCondition implements ExecutionCondition {

	private static final ConditionEvaluationResult ENABLED = ConditionEvaluationResult
		.enabled("the engine offers what is required");

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		return context.getElement()
			.flatMap((element) -> AnnotationSupport.findAnnotation(element, RequiresCapability.class))
			.map((required) -> evaluate(required, context))
			.orElse(ENABLED);
	}

	private static ConditionEvaluationResult evaluate(RequiresCapability requirement, ExtensionContext context) {
		DatabaseFactory factory = factory(context);
		Set<Capability> offered = factory.capabilities();
		return Arrays.stream(requirement.value())
			.filter((capability) -> !offered.contains(capability))
			.findFirst()
			.map((missing) -> refuse(requirement, nameOf(context), missing, factory.engine()))
			.orElse(ENABLED);
	}

	private static ConditionEvaluationResult refuse(RequiresCapability requirement, String test, Capability missing,
			Engine engine) {
		UnsupportedCapabilityException refusal = new UnsupportedCapabilityException(test, missing, engine);
		if (requirement.required()) {
			throw refusal;
		}
		DatabaseReport.ofThisJvm().addSkipped(test, missing, engine);
		return ConditionEvaluationResult.disabled(refusal.description(), String.join(" ", refusal.remedies()));
	}

	private static DatabaseFactory factory(ExtensionContext context) {
		DatabaseFactory factory = SpringExtension.getApplicationContext(context)
			.getBeanProvider(DatabaseFactory.class)
			.getIfAvailable();
		if (factory == null) {
			throw new ExtensionConfigurationException("""
					%s is annotated with @RequiresCapability, and its application context has no DatabaseFactory to ask.
					What to do, most likely first:
					 - Put @AgentDataTest or @AutoConfigureAgentData on the class.
					 - Remove @RequiresCapability.""".formatted(nameOf(context)));
		}
		return factory;
	}

	private static String nameOf(ExtensionContext context) {
		String type = context.getRequiredTestClass().getSimpleName();
		return context.getTestMethod().map((method) -> type + "." + method.getName() + "()").orElse(type);
	}

}
