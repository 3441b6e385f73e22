// SPDX-License-Identifier: Apache-2.0
package io.agentdata.test;

import java.util.Map;

import io.agentdata.autoconfigure.ProductionTest;
import io.agentdata.autoconfigure.TestDatabase;
import io.agentdata.seed.SeedFiles;

import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * Asks for a database, where neither a profile nor a property of the application does,
 * and lets its server start while the context does. Customizers of equal seeds are equal,
 * so that test classes share a context.
 *
 * @param seeds the files that the test class asks for
 */
record AgentDataContextCustomizer(SeedFiles seeds) implements ContextCustomizer {

	private static final String SERVICE_CONNECTION = "org.springframework.boot.testcontainers.service.connection."
			+ "ServiceConnectionContextCustomizer";

	@Override
	public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
		this.seeds.verify();
		ConfigurableEnvironment environment = context.getEnvironment();
		environment.getPropertySources()
			.addLast(new MapPropertySource("agentDataTest", Map.of("agent.data.engine", "auto")));
		context.addBeanFactoryPostProcessor(begin(environment, hasOwnContainer(configuration)));
		context.getBeanFactory().registerSingleton("agentDataSeedFiles", this.seeds);
	}

	/**
	 * Return whether the test brings a server of its own, so that none need start.
	 */
	private static boolean hasOwnContainer(MergedContextConfiguration configuration) {
		return configuration.getContextCustomizers()
			.stream()
			.anyMatch((customizer) -> customizer.getClass().getName().equals(SERVICE_CONNECTION));
	}

	/**
	 * Return what runs before all else of the refresh, when other customizers have added
	 * their properties, such as those of {@code @DynamicPropertySource}.
	 */
	private static BeanDefinitionRegistryPostProcessor begin(ConfigurableEnvironment environment,
			boolean hasOwnServer) {
		return (registry) -> {
			ProductionTest.refuse(environment);
			if (!hasOwnServer) {
				TestDatabase.prepare(environment);
			}
		};
	}

}
