// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import com.zaxxer.hikari.HikariDataSource;
import io.agentdata.database.Database;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * The one place that adapts the DataSource: puts a pool with the same settings in the
 * place of Boot's own, before it opens a connection.
 */
final class IsolatedPool implements BeanPostProcessor {

	private final TestConnections connections = new TestConnections();

	private final ObjectProvider<Database> database;

	IsolatedPool(ObjectProvider<Database> database) {
		this.database = database;
	}

	TestConnections connections() {
		return this.connections;
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		if (!(bean instanceof HikariDataSource original)) {
			return bean;
		}
		Database owned = this.database.getObject();
		if (!owned.config().url().equals(original.getJdbcUrl())) {
			return bean;
		}
		IsolatedDataSource isolated = new IsolatedDataSource(original, this.connections);
		PhysicalConnections physical = new PhysicalConnections(owned.dataSource(), isolated);
		isolated.setDataSource(physical);
		owned.addSessionOwner(physical);
		this.connections.setEviction(physical::evict);
		return isolated;
	}

}
