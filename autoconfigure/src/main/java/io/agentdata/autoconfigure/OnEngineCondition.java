// SPDX-License-Identifier: Apache-2.0
package io.agentdata.autoconfigure;

import java.util.Arrays;
import java.util.List;

import io.agentdata.database.Engine;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Compares the engine that was chosen with those of {@link ConditionalOnEngine}.
 */
final class OnEngineCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		List<Engine> engines = Arrays
			.asList(metadata.getAnnotations().get(ConditionalOnEngine.class).getEnumArray("value", Engine.class));
		EngineSelection selection = EngineSelection.of(context.getEnvironment());
		ConditionMessage.Builder message = ConditionMessage.forCondition(ConditionalOnEngine.class, engines);
		if (selection == null) {
			return ConditionOutcome.noMatch(message.because("nothing asks for an engine"));
		}
		return new ConditionOutcome(engines.contains(selection.engine()), message.because(selection.reason()));
	}

}
