// SPDX-License-Identifier: Apache-2.0
package io.agentdata.h2;

import com.zaxxer.hikari.HikariDataSource;
import io.agentdata.database.h2.H2Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.PriorityOrdered;

/**
 * Leaves out the statements that a pool begins each connection with: they are settings of
 * PostgreSQL, such as {@code SET hnsw.ef_search = 100}, which H2 does not know.
 */
final class H2PoolSettings implements BeanPostProcessor, PriorityOrdered {

	private static final Logger logger = LoggerFactory.getLogger(H2PoolSettings.class);

	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE + 10;
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		if (bean instanceof HikariDataSource pool && pool.getConnectionInitSql() != null && isOurs(pool)) {
			logger.info("H2 does not run connection-init-sql, which is written for PostgreSQL: {}",
					pool.getConnectionInitSql());
			pool.setConnectionInitSql(null);
		}
		return bean;
	}

	private static boolean isOurs(HikariDataSource pool) {
		return pool.getJdbcUrl() != null && H2Database.isNamedBy(pool.getJdbcUrl());
	}

}
