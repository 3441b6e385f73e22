// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
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
 * place of Boot's own, and of any other to the test database, before it opens a
 * connection.
 */
final class IsolatedPool implements BeanPostProcessor, PriorityOrdered {

	private static final Logger logger = LoggerFactory.getLogger(IsolatedPool.class);

	private final TestConnections connections = new TestConnections();

	private final ObjectProvider<Database> database;

	private final Supplier<@Nullable String> productionUrl;

	/**
	 * The application's own, in the order in which they were made.
	 */
	private final Map<HikariDataSource, Settings> pools = Collections.synchronizedMap(new LinkedHashMap<>());

	private final Set<String> named = ConcurrentHashMap.newKeySet();

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
	 * Return whether the application has a pool that tests are isolated in.
	 */
	boolean isUsed() {
		return !this.pools.isEmpty();
	}

	/**
	 * Take a connection to the context's own database, past all that is done for tests.
	 */
	Connection takeFirst() throws SQLException {
		return this.connections.ofFirst().getConnection(this.pools.keySet().iterator().next(), null);
	}

	/**
	 * Put ours in the place of a pool to the test database. One with a user of its own is
	 * left alone: its sessions would have other rights.
	 */
	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		if (!(bean instanceof HikariDataSource original)) {
			return bean;
		}
		Database owned = this.database.getObject();
		String user = original.getUsername();
		if (!owned.config().url().equals(original.getJdbcUrl())
				|| (user != null && !user.equals(owned.config().username()))) {
			return bean;
		}
		IsolatedDataSource isolated = new IsolatedDataSource(original, this.connections);
		Settings settings = new Settings(original, properties(original, owned));
		PooledConnections own = settings.open(isolated, isolated::takeOwn, owned);
		this.connections.add(owned, isolated, own);
		this.pools.put(isolated, settings);
		return isolated;
	}

	/**
	 * Describe connections to a database beside the application's own, in pools like its
	 * own.
	 */
	DatabaseConnections connectionsTo(Database sibling, int number) {
		return new DatabaseConnections((asked) -> poolLike(asked, sibling, number));
	}

	private PooledConnections poolLike(HikariDataSource asked, Database sibling, int number) {
		Settings settings = Objects.requireNonNull(this.pools.get(asked), "The pool is none of the application's");
		HikariDataSource pool = new HikariDataSource();
		settings.original().copyStateTo(pool);
		pool.setJdbcUrl(sibling.config().url());
		pool.setPoolName(
				"%s lane %s".formatted((pool.getPoolName() != null) ? pool.getPoolName() : "agent-data", number));
		return settings.open(pool, pool::getConnection, sibling);
	}

	private Map<String, String> properties(HikariDataSource pool, Database owned) {
		DriverProperties asked = DriverProperties.of(this.productionUrl.get(), pool.getDataSourceProperties());
		SortedSet<String> left = new TreeSet<>(asked.left());
		if (owned.config().type() == Engine.H2) {
			left.addAll(asked.taken().keySet());
		}
		if (this.named.addAll(left)) {
			logger
				.info("Connections to the test database go without these properties of the application's URL and pool, "
						+ "which say how its own server is reached, or which the driver does not know: {}", left);
		}
		return asked.taken();
	}

	/**
	 * What a pool of the application is like.
	 *
	 * @param original the pool that Spring would use
	 * @param properties the driver's properties
	 */
	private record Settings(HikariDataSource original, Map<String, String> properties) {

		PooledConnections open(HikariDataSource pool, PooledConnections.Source source, Database database) {
			PhysicalConnections physical = new PhysicalConnections(database.dataSource(this.properties), pool,
					SessionKind.of(database.config().type() != Engine.H2));
			pool.setDataSource(physical);
			database.addSessionOwner(physical);
			return new PooledConnections(pool, source, physical);
		}

	}

}
