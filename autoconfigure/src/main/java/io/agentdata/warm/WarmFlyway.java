// SPDX-License-Identifier: Apache-2.0
package io.agentdata.warm;

import io.agentdata.database.Database;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;

/**
 * Lets Flyway migrate on top of the warm template, in the way that the application has
 * chosen.
 */
final class WarmFlyway implements BeanPostProcessor {

	/**
	 * The strategy that does what Flyway does without one.
	 */
	static final String DEFAULT_STRATEGY = "agentDataMigrationStrategy";

	private final ObjectProvider<Database> database;

	WarmFlyway(ObjectProvider<Database> database) {
		this.database = database;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (!(bean instanceof FlywayMigrationStrategy strategy)) {
			return bean;
		}
		boolean isDefault = beanName.equals(DEFAULT_STRATEGY);
		return (FlywayMigrationStrategy) (flyway) -> new MigratedDatabase(this.database.getObject())
			.migrate(new FlywayMigration(flyway, strategy, isDefault));
	}

}
