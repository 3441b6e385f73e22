// SPDX-License-Identifier: Apache-2.0
package io.agentdata.autoconfigure;

import java.util.List;
import java.util.Set;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.core.env.Environment;

/**
 * Refuses to go into production without a URL, where Boot would fail later, or take an H2
 * of the class path.
 */
final class ProductionUrlCheck implements BeanFactoryPostProcessor {

	private static final List<String> PROPERTIES = List.of(AgentDataProperties.URL, "spring.datasource.url",
			"spring.datasource.jndi-name");

	private static final Set<String> READ_FROM_PROPERTIES = Set.of("jdbcConnectionDetails",
			ConnectionDetailsMark.MARKED);

	private final Environment environment;

	ProductionUrlCheck(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		List<DataSourceDefinition> definitions = DataSourceDefinition.in(beanFactory);
		boolean onlyBoot = !definitions.isEmpty() && definitions.stream().allMatch(DataSourceDefinition::isFromBoot);
		boolean named = PROPERTIES.stream().anyMatch(this.environment::containsProperty)
				|| List.of(beanFactory.getBeanNamesForType(JdbcConnectionDetails.class, true, false))
					.stream()
					.anyMatch((name) -> !READ_FROM_PROPERTIES.contains(name));
		EngineSelection selection = EngineSelection.of(this.environment);
		if (onlyBoot && !named && selection != null) {
			throw new ProductionDatabaseException(selection.reason());
		}
	}

}
