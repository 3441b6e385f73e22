// SPDX-License-Identifier: Apache-2.0
package io.agentdata.warm;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches where the warm template is wanted: everywhere but in continuous integration,
 * unless the property says otherwise.
 */
final class OnWarmTemplateCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		Boolean set = WarmProperties.from(context.getEnvironment()).warmTemplate();
		boolean ci = Boolean.parseBoolean(context.getEnvironment().getProperty("CI"));
		return new ConditionOutcome((set != null) ? set : !ci, ConditionMessage.forCondition("Warm template")
			.because((set != null) ? "agent.data.warm-template is set" : "CI is %s".formatted(ci)));
	}

}
