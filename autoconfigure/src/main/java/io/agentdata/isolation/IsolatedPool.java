// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import com.zaxxer.hikari.HikariDataSource;
import io.agentdata.database.Database;
import io.agentdata.database.Engine;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * The one place that adapts the DataSource: puts a pool with the same settings in the
 * place of Boot's own, before it opens a connection.
 */
final class IsolatedPool implements BeanPostProcessor {

	private final TestConnections connections = new TestConnections();

	private final ObjectProvider<Database> database;

	private volatile @Nullable HikariDataSource settings;

	IsolatedPool(ObjectProvider<Database> database) {
		this.database = database;
	}

	TestConnections connections() {
		return this.connections;
	}

	/**
	 * Return whether the application's DataSource is this pool.
	 */
	boolean isUsed() {
		return this.settings != null;
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
		this.connections.setFirst(owned, pool(isolated, isolated::takeOwn, owned));
		this.settings = original;
		return isolated;
	}

	/**
	 * Open a pool like the application's to a database beside its own.
	 */
	PooledConnections poolFor(Database sibling, int number) {
		HikariDataSource original = this.settings;
		if (original == null) {
			throw new IllegalStateException("There is no pool yet that another one could be like");
		}
		HikariDataSource pool = new HikariDataSource();
		original.copyStateTo(pool);
		pool.setJdbcUrl(sibling.config().url());
		pool.setPoolName("%s lane %s"
			.formatted((original.getPoolName() != null) ? original.getPoolName() : "agent-data", number));
		return pool(pool, pool::getConnection, sibling);
	}

	private PooledConnections pool(HikariDataSource pool, PooledConnections.Source source, Database database) {
		PhysicalConnections physical = new PhysicalConnections(database.dataSource(), pool,
				SessionKind.of(database.config().type() != Engine.H2), this.connections::watch);
		pool.setDataSource(physical);
		database.addSessionOwner(physical);
		return new PooledConnections(pool, source, physical);
	}

}
