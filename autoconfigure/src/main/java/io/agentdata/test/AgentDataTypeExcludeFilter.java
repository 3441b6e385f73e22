// SPDX-License-Identifier: Apache-2.0
package io.agentdata.test;

import org.springframework.boot.test.context.filter.annotation.StandardAnnotationCustomizableTypeExcludeFilter;

/**
 * Leaves out the components that are not of the slice.
 */
final class AgentDataTypeExcludeFilter extends StandardAnnotationCustomizableTypeExcludeFilter<AgentDataTest> {

	AgentDataTypeExcludeFilter(Class<?> testClass) {
		super(testClass);
	}

}
