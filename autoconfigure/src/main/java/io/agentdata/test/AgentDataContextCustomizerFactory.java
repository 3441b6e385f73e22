// SPDX-License-Identifier: Apache-2.0
package io.agentdata.test;

import java.util.List;

import io.agentdata.seed.SeedFiles;
import org.jspecify.annotations.Nullable;

import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.test.context.TestContextAnnotationUtils.AnnotationDescriptor;
import org.springframework.test.context.util.TestContextResourceUtils;

/**
 * Customizes the contexts of tests that {@link AutoConfigureAgentData} is present on,
 * directly or through {@link AgentDataTest}.
 */
final class AgentDataContextCustomizerFactory implements ContextCustomizerFactory {

	@Override
	public @Nullable ContextCustomizer createContextCustomizer(Class<?> testClass,
			List<ContextConfigurationAttributes> configurationAttributes) {
		boolean present = TestContextAnnotationUtils.hasAnnotation(testClass, AutoConfigureAgentData.class);
		return present ? new AgentDataContextCustomizer(new SeedFiles(seeds(testClass))) : null;
	}

	private static List<String> seeds(Class<?> testClass) {
		AnnotationDescriptor<AgentDataTest> descriptor = TestContextAnnotationUtils.findAnnotationDescriptor(testClass,
				AgentDataTest.class);
		return (descriptor != null) ? List.of(TestContextResourceUtils
			.convertToClasspathResourcePaths(descriptor.getRootDeclaringClass(), descriptor.getAnnotation().seed()))
				: List.of();
	}

}
