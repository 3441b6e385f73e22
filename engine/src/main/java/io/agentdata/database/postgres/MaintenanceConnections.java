// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

/**
 * The few connections that a server's own commands go through. Each is some megabytes of
 * the server's memory, so that one is opened only where all others are in use.
 */
final class MaintenanceConnections {

	/**
	 * One for the work in the background, and two for what tests wait for.
	 */
	private static final int MOST = 3;

	private static final int VALIDATION_SECONDS = 5;

	private final Semaphore permits = new Semaphore(MOST, true);

	private final Deque<Connection> idle = new ConcurrentLinkedDeque<>();

	private final DataSource dataSource;

	MaintenanceConnections(DataSource dataSource) {
		this.dataSource = dataSource;
	}

	/**
	 * Do work with a connection of its own; wait for one where all are in use.
	 */
	<T> T use(Work<T> work) throws SQLException {
		this.permits.acquireUninterruptibly();
		try {
			Connection connection = take();
			try {
				return work.run(connection);
			}
			finally {
				this.idle.push(connection);
			}
		}
		finally {
			this.permits.release();
		}
	}

	/**
	 * Close the connections that are not in use.
	 */
	void close() throws SQLException {
		for (Connection connection = this.idle.poll(); connection != null; connection = this.idle.poll()) {
			connection.close();
		}
	}

	private Connection take() throws SQLException {
		@Nullable Connection connection = this.idle.poll();
		while (connection != null) {
			if (connection.isValid(VALIDATION_SECONDS)) {
				return connection;
			}
			connection.close();
			connection = this.idle.poll();
		}
		return this.dataSource.getConnection();
	}

	/**
	 * What is done with a connection.
	 *
	 * @param <T> its result
	 */
	@FunctionalInterface
	interface Work<T> {

		T run(Connection connection) throws SQLException;

	}

}
