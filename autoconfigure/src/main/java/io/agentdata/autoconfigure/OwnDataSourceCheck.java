// SPDX-License-Identifier: Apache-2.0
package io.agentdata.autoconfigure;

import java.util.List;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Refuses a DataSource bean that stands where Boot's would, or that a migration tool
 * would take instead.
 */
final class OwnDataSourceCheck implements BeanFactoryPostProcessor {

	private static final List<String> MIGRATION_QUALIFIERS = List.of(
			"org.springframework.boot.flyway.autoconfigure.FlywayDataSource",
			"org.springframework.boot.liquibase.autoconfigure.LiquibaseDataSource");

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		List<DataSourceDefinition> definitions = DataSourceDefinition.in(beanFactory);
		boolean bootBackedOff = definitions.stream().noneMatch(DataSourceDefinition::isFromBoot);
		definitions.stream()
			.filter((definition) -> bootBackedOff || MIGRATION_QUALIFIERS.stream().anyMatch(definition::isAnnotated))
			.findFirst()
			.ifPresent((definition) -> {
				throw new OwnDataSourceException(definition.name(), definition.origin());
			});
	}

}
