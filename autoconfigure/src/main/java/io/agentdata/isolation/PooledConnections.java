// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.function.Supplier;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import io.agentdata.isolation.RenewableConnection.Renewable;

/**
 * The connections of one pool.
 */
final class PooledConnections implements ConnectionSource {

	private final HikariDataSource pool;

	private final Source source;

	private final Supplier<Collection<Connection>> sessions;

	/**
	 * Describe a pool.
	 * @param pool the pool
	 * @param source takes a connection of the pool
	 * @param sessions returns the sessions beneath it
	 */
	PooledConnections(HikariDataSource pool, Source source, Supplier<Collection<Connection>> sessions) {
		this.pool = pool;
		this.source = source;
		this.sessions = sessions;
	}

	/**
	 * Take a connection. Its session was closed if the database was replaced since.
	 */
	@Override
	public Connection getConnection() throws SQLException {
		Connection connection = this.source.take();
		try {
			if (connection.isWrapperFor(Renewable.class)) {
				connection.unwrap(Renewable.class).renew();
			}
			return connection;
		}
		catch (SQLException ex) {
			evict(connection);
			connection.close();
			throw ex;
		}
	}

	@Override
	public void evict(Connection connection) {
		this.pool.evictConnection(connection);
	}

	@Override
	public void evictIdle() {
		HikariPoolMXBean running = this.pool.getHikariPoolMXBean();
		if (running != null) {
			running.softEvictConnections();
		}
	}

	@Override
	public Collection<Connection> sessions() {
		return this.sessions.get();
	}

	@Override
	public void close() {
		this.pool.close();
	}

	/**
	 * Takes a connection of a pool.
	 */
	@FunctionalInterface
	interface Source {

		Connection take() throws SQLException;

	}

}
