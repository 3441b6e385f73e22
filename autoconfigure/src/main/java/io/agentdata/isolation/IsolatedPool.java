// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;

import com.zaxxer.hikari.HikariDataSource;
import io.agentdata.database.Database;
import io.agentdata.database.Engine;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.PriorityOrdered;

/**
 * The one place that adapts the DataSource: puts a pool with the same settings in the
 * place of Boot's own, before it opens a connection.
 */
final class IsolatedPool implements BeanPostProcessor, PriorityOrdered {

	private static final Logger logger = LoggerFactory.getLogger(IsolatedPool.class);

	private final TestConnections connections = new TestConnections();

	private final ObjectProvider<Database> database;

	private final Supplier<@Nullable String> productionUrl;

	private volatile @Nullable HikariDataSource settings;

	private volatile Map<String, String> properties = Map.of();

	/**
	 * Create the adapter.
	 * @param database returns the test database
	 * @param productionUrl returns the JDBC URL that the application has without it
	 */
	IsolatedPool(ObjectProvider<Database> database, Supplier<@Nullable String> productionUrl) {
		this.database = database;
		this.productionUrl = productionUrl;
	}

	/**
	 * Return the place after the post-processors that give the pool its settings, and
	 * before all of the application's, which may need a DataSource, or wrap it.
	 */
	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE + 20;
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
		this.properties = properties(original, owned);
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

	private Map<String, String> properties(HikariDataSource pool, Database owned) {
		DriverProperties asked = DriverProperties.of(this.productionUrl.get(), pool.getDataSourceProperties());
		SortedSet<String> left = new TreeSet<>(asked.left());
		if (owned.config().type() == Engine.H2) {
			left.addAll(asked.taken().keySet());
		}
		if (!left.isEmpty()) {
			logger
				.info("Connections to the test database go without these properties of the application's URL and pool, "
						+ "which say how its own server is reached, or which the driver does not know: {}", left);
		}
		return asked.taken();
	}

	private PooledConnections pool(HikariDataSource pool, PooledConnections.Source source, Database database) {
		PhysicalConnections physical = new PhysicalConnections(database.dataSource(this.properties), pool,
				SessionKind.of(database.config().type() != Engine.H2));
		pool.setDataSource(physical);
		database.addSessionOwner(physical);
		return new PooledConnections(pool, source, physical);
	}

}
