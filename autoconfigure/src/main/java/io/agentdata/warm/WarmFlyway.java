// SPDX-License-Identifier: Apache-2.0
package io.agentdata.warm;

import io.agentdata.database.Database;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;

/**
 * Lets the application's own strategies migrate on top of the warm template.
 */
final class WarmFlyway implements BeanPostProcessor {

	private final ObjectProvider<Database> database;

	WarmFlyway(ObjectProvider<Database> database) {
		this.database = database;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		return (bean instanceof FlywayMigrationStrategy strategy && !(bean instanceof DefaultStrategy))
				? onTemplate(strategy) : bean;
	}

	private FlywayMigrationStrategy onTemplate(FlywayMigrationStrategy strategy) {
		return (flyway) -> strategy
			.migrate(new FlywayOnTemplate(flyway, new MigratedDatabase(this.database.getObject())));
	}

}
