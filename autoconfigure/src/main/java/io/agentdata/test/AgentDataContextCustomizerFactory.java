// SPDX-License-Identifier: Apache-2.0
package io.agentdata.test;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.TestContextAnnotationUtils;

/**
 * Customizes the contexts of tests that {@link AutoConfigureAgentData} is present on,
 * directly or through {@link AgentDataTest}.
 */
final class AgentDataContextCustomizerFactory implements ContextCustomizerFactory {

	@Override
	public @Nullable ContextCustomizer createContextCustomizer(Class<?> testClass,
			List<ContextConfigurationAttributes> configurationAttributes) {
		boolean present = TestContextAnnotationUtils.hasAnnotation(testClass, AutoConfigureAgentData.class);
		return present ? new AgentDataContextCustomizer() : null;
	}

}
