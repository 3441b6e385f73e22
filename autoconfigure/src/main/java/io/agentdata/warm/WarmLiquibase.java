// SPDX-License-Identifier: Apache-2.0
package io.agentdata.warm;

import io.agentdata.database.Database;
import liquibase.integration.spring.SpringLiquibase;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Lets Liquibase migrate on top of the warm template. It stands in for each of its beans
 * while that is initialised, which is when it migrates.
 */
final class WarmLiquibase implements BeanPostProcessor {

	private final ObjectProvider<Database> database;

	WarmLiquibase(ObjectProvider<Database> database) {
		this.database = database;
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		return (bean instanceof SpringLiquibase liquibase) ? new StandIn(liquibase, this.database) : bean;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		return (bean instanceof StandIn standIn) ? standIn.liquibase() : bean;
	}

	/**
	 * What is initialised in the place of a bean.
	 */
	private record StandIn(SpringLiquibase liquibase, ObjectProvider<Database> database) implements InitializingBean {

		@Override
		public void afterPropertiesSet() throws Exception {
			new MigratedDatabase(this.database.getObject()).migrate(new LiquibaseMigration(this.liquibase));
		}

	}

}
