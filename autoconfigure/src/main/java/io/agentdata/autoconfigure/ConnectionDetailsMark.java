// SPDX-License-Identifier: Apache-2.0
package io.agentdata.autoconfigure;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.boot.autoconfigure.container.ContainerImageMetadata;
import org.springframework.core.PriorityOrdered;

/**
 * Makes Boot's {@code @DataJpaTest} and {@code @JdbcTest} keep the database: they replace
 * every one by H2 whose connection details do not bear the mark of a container.
 */
final class ConnectionDetailsMark implements BeanDefinitionRegistryPostProcessor, PriorityOrdered {

	static final String MARKED = "agentDataConnectionDetails";

	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

	@Override
	public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
		if (registry.containsBeanDefinition(MARKED)) {
			new ContainerImageMetadata(null).addTo(registry.getBeanDefinition(MARKED));
		}
	}

}
