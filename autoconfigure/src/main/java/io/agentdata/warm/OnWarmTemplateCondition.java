// SPDX-License-Identifier: Apache-2.0
package io.agentdata.warm;

import io.agentdata.autoconfigure.TestDatabase;

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
		boolean warm = TestDatabase.isWarm(context.getEnvironment());
		return new ConditionOutcome(warm,
				ConditionMessage.forCondition("Warm template").because(warm ? "wanted" : "not wanted"));
	}

}
