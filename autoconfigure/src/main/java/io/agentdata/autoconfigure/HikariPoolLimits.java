// SPDX-License-Identifier: Apache-2.0
package io.agentdata.autoconfigure;

import java.time.Duration;

import com.zaxxer.hikari.HikariDataSource;
import io.agentdata.database.DatabaseConfig.Pool;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.core.PriorityOrdered;
import org.springframework.core.env.Environment;

/**
 * Sets the limits of {@code agent.data.pool.*} on HikariCP, over those of
 * {@code spring.datasource.hikari.*}.
 */
final class HikariPoolLimits implements BeanPostProcessor, PriorityOrdered {

	private static final int UNSET = -1;

	private final Environment environment;

	HikariPoolLimits(Environment environment) {
		this.environment = environment;
	}

	/**
	 * Return the place after Boot's own post-processors, which bind properties, and
	 * before all of the application's, which may need a DataSource.
	 */
	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE + 10;
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		if (bean instanceof HikariDataSource dataSource) {
			apply(dataSource);
		}
		return bean;
	}

	private void apply(HikariDataSource dataSource) {
		Pool pool = AgentDataProperties.from(this.environment).databasePool();
		PropertyMapper map = PropertyMapper.get();
		map.from(pool::maxSize).to(dataSource::setMaximumPoolSize);
		map.from(pool::idleTimeout).as(Duration::toMillis).to(dataSource::setIdleTimeout);
		map.from(pool::connectionTimeout).as(Duration::toMillis).to(dataSource::setConnectionTimeout);
		if (TestDatabase.isChosen(this.environment) && dataSource.getMinimumIdle() == UNSET) {
			// a test rarely needs a second connection, and each costs the server a
			// process
			dataSource.setMinimumIdle(1);
		}
	}

}
