// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Stands between tests and the production database: what would commit is refused, from
 * the start of the application on.
 */
final class ProductionPool implements BeanPostProcessor {

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		if (!(bean instanceof HikariDataSource original)) {
			return bean;
		}
		TestConnections connections = new TestConnections();
		IsolatedDataSource guarded = new IsolatedDataSource(original, connections);
		connections.seal(new Tests(guarded));
		return guarded;
	}

	/**
	 * What all threads work for: tests, of which none may write.
	 *
	 * @param pool the application's own pool
	 */
	private record Tests(IsolatedDataSource pool) implements TestConnections.Scopes {

		@Override
		public Connection connect() throws SQLException {
			return new TestScope("A test", new PooledConnections(this.pool, this.pool::takeOwn, List::of)).connect();
		}

		@Override
		public @Nullable TestScope test() {
			return null;
		}

	}

}
