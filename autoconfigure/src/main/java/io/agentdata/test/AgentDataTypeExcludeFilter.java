// SPDX-License-Identifier: Apache-2.0
package io.agentdata.test;

import java.util.Set;

import io.agentdata.seed.AgentDataSeeder;

import org.springframework.boot.test.context.filter.annotation.StandardAnnotationCustomizableTypeExcludeFilter;

/**
 * Leaves out the components that are not of the slice; seeders are.
 */
final class AgentDataTypeExcludeFilter extends StandardAnnotationCustomizableTypeExcludeFilter<AgentDataTest> {

	AgentDataTypeExcludeFilter(Class<?> testClass) {
		super(testClass);
	}

	@Override
	protected Set<Class<?>> getKnownIncludes() {
		return Set.of(AgentDataSeeder.class);
	}

}
