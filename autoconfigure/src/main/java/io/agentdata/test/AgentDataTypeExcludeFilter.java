// SPDX-License-Identifier: Apache-2.0
package io.agentdata.test;

import java.util.List;
import java.util.Set;

import io.agentdata.seed.AgentDataSeeder;

import org.springframework.boot.test.context.filter.annotation.StandardAnnotationCustomizableTypeExcludeFilter;

/**
 * Leaves out the components that are not of the slice; seeders are. A filter is compared
 * whenever a test looks up its context, a dozen times a test, and Spring Boot's own reads
 * the class path each time.
 */
final class AgentDataTypeExcludeFilter extends StandardAnnotationCustomizableTypeExcludeFilter<AgentDataTest> {

	private final List<Object> key;

	private final int hash;

	AgentDataTypeExcludeFilter(Class<?> testClass) {
		super(testClass);
		this.key = List.of(hasAnnotation(), isUseDefaultFilters(), Set.copyOf(List.of(getFilters(FilterType.INCLUDE))),
				Set.copyOf(List.of(getFilters(FilterType.EXCLUDE))), getDefaultIncludes(), getComponentIncludes());
		this.hash = this.key.hashCode();
	}

	@Override
	protected Set<Class<?>> getKnownIncludes() {
		return Set.of(AgentDataSeeder.class);
	}

	@Override
	public boolean equals(Object obj) {
		return obj instanceof AgentDataTypeExcludeFilter other && this.key.equals(other.key);
	}

	@Override
	public int hashCode() {
		return this.hash;
	}

}
