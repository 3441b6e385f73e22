// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark.suite;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests the work that the request's parameter {@value #PARAMETER} names.
 */
final class WorkParameter implements ParameterResolver {

	static final String PARAMETER = "benchmark.work";

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		return parameter.getParameter().getType() == Work.class;
	}

	@Override
	public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
		return context.getConfigurationParameter(PARAMETER, Work::valueOf).orElse(Work.NOTHING);
	}

}
