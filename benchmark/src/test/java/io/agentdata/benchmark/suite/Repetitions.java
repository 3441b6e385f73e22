// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark.suite;

import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

/**
 * Runs a test template as often as the request's parameter {@value #PARAMETER} says.
 */
final class Repetitions implements TestTemplateInvocationContextProvider {

	static final String PARAMETER = "benchmark.tests";

	@Override
	public boolean supportsTestTemplate(ExtensionContext context) {
		return true;
	}

	@Override
	public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
		int tests = context.getConfigurationParameter(PARAMETER, Integer::parseInt).orElse(0);
		return IntStream.range(0, tests).mapToObj((test) -> new TestTemplateInvocationContext() {
		});
	}

}
