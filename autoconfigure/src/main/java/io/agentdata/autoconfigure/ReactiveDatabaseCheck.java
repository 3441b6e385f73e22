// SPDX-License-Identifier: Apache-2.0
package io.agentdata.autoconfigure;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.ClassUtils;

/**
 * Refuses an application that has its database through R2DBC only: nothing would lead it
 * to the test database.
 */
final class ReactiveDatabaseCheck implements BeanFactoryPostProcessor {

	private static final Logger logger = LoggerFactory.getLogger(ReactiveDatabaseCheck.class);

	private static final String CONNECTION_FACTORY = "io.r2dbc.spi.ConnectionFactory";

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		ClassLoader classLoader = beanFactory.getBeanClassLoader();
		if (!ClassUtils.isPresent(CONNECTION_FACTORY, classLoader)) {
			return;
		}
		Class<?> type = ClassUtils.resolveClassName(CONNECTION_FACTORY, classLoader);
		String[] reactive = beanFactory.getBeanNamesForType(type, true, false);
		if (reactive.length == 0) {
			return;
		}
		if (DataSourceDefinition.in(beanFactory).isEmpty()) {
			throw new ReactiveDatabaseException(reactive[0]);
		}
		logger.warn("The bean '{}' connects through R2DBC, to wherever it was led: the test database and its isolation "
				+ "are for JDBC.", reactive[0]);
	}

}
