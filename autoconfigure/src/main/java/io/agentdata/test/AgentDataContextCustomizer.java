// SPDX-License-Identifier: Apache-2.0
package io.agentdata.test;

import java.util.Map;

import io.agentdata.autoconfigure.TestDatabase;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * Asks for a database, where neither a profile nor a property of the application does,
 * and lets its server start while the context does. All are equal, so that test classes
 * share a context.
 */
record AgentDataContextCustomizer() implements ContextCustomizer {

	@Override
	public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
		ConfigurableEnvironment environment = context.getEnvironment();
		environment.getPropertySources()
			.addLast(new MapPropertySource("agentDataTest", Map.of("agent.data.engine", "auto")));
		TestDatabase.prepare(environment);
	}

}
