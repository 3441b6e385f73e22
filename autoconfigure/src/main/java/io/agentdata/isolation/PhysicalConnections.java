// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantReadWriteLock;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import io.agentdata.database.SessionOwner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * The connections beneath the pool. All of them can be closed at once, while the database
 * is replaced.
 */
final class PhysicalConnections extends AbstractDataSource implements SessionOwner, RenewableConnection.Source {

	private static final Logger logger = LoggerFactory.getLogger(PhysicalConnections.class);

	private static final int LAST_ATTEMPT = 5;

	private final Set<Connection> open = ConcurrentHashMap.newKeySet();

	private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

	private final DataSource database;

	private final HikariConfig pool;

	PhysicalConnections(DataSource database, HikariConfig pool) {
		this.database = database;
		this.pool = pool;
	}

	@Override
	public Connection getConnection() throws SQLException {
		return RenewableConnection.open(this);
	}

	@Override
	public Connection getConnection(String username, String password) throws SQLException {
		return getConnection();
	}

	/**
	 * Leave the limit at that of the database's URL: another one would make the driver
	 * connect in a thread of its own.
	 */
	@Override
	public void setLoginTimeout(int timeout) {
	}

	/**
	 * Return how many seconds a pool that is closed waits for the attempts to connect
	 * that it has begun. Without such a time it complains of threads that are just
	 * ending.
	 */
	@Override
	public int getLoginTimeout() {
		return LAST_ATTEMPT;
	}

	@Override
	public Connection open() throws SQLException {
		this.lock.readLock().lock();
		try {
			this.open.removeIf(PhysicalConnections::isClosed);
			Connection connection = this.database.getConnection();
			this.open.add(connection);
			return connection;
		}
		finally {
			this.lock.readLock().unlock();
		}
	}

	/**
	 * Return the sessions that are open, as the driver made them.
	 */
	Collection<Connection> sessions() {
		return List.copyOf(this.open);
	}

	@Override
	public Connection reopen() throws SQLException {
		Connection connection = open();
		try {
			PoolDefaults.of(this.pool).applyTo(connection);
			return connection;
		}
		catch (SQLException ex) {
			connection.close();
			throw ex;
		}
	}

	@Override
	public void suspend() {
		this.lock.writeLock().lock();
		for (Connection connection : List.copyOf(this.open)) {
			try {
				connection.close();
			}
			catch (SQLException ex) {
				logger.debug("A connection was broken before it was closed", ex);
			}
		}
		this.open.clear();
	}

	@Override
	public void resume() {
		this.lock.writeLock().unlock();
	}

	private static boolean isClosed(Connection connection) {
		try {
			return connection.isClosed();
		}
		catch (SQLException ex) {
			return true;
		}
	}

}
