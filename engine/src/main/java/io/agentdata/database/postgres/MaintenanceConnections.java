// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.function.UnaryOperator;

import javax.sql.DataSource;

/**
 * The few connections that a server's own commands go through. Each is some megabytes of
 * the server's memory, so that one is opened only where all others are in use.
 */
final class MaintenanceConnections {

	/**
	 * Two for the work in the background, and two for what tests wait for.
	 */
	private static final int MOST = 4;

	private final Semaphore permits = new Semaphore(MOST, true);

	private final Deque<Connection> idle = new ConcurrentLinkedDeque<>();

	private final DataSource dataSource;

	private final UnaryOperator<SQLException> explain;

	private volatile boolean closed;

	/**
	 * Describe the connections; none is opened by that.
	 * @param explain what knows more of a failure than the server says
	 */
	MaintenanceConnections(DataSource dataSource, UnaryOperator<SQLException> explain) {
		this.dataSource = dataSource;
		this.explain = explain;
	}

	/**
	 * Do work with a connection of its own; wait for one where all are in use.
	 */
	<T> T use(Work<T> work) throws SQLException {
		this.permits.acquireUninterruptibly();
		try {
			if (this.closed) {
				throw new SQLException("the JVM ends, and its databases with it");
			}
			Connection idle = this.idle.poll();
			return (idle != null) ? reuse(idle, work) : run(this.dataSource.getConnection(), work);
		}
		catch (SQLException ex) {
			throw this.explain.apply(ex);
		}
		finally {
			this.permits.release();
		}
	}

	/**
	 * A test may have ended the session meanwhile: then nothing was done.
	 */
	private <T> T reuse(Connection connection, Work<T> work) throws SQLException {
		try {
			return run(connection, work);
		}
		catch (SQLException ex) {
			if (!connection.isClosed()) {
				throw ex;
			}
			return run(this.dataSource.getConnection(), work);
		}
	}

	private <T> T run(Connection connection, Work<T> work) throws SQLException {
		try {
			return work.run(connection);
		}
		finally {
			if (!connection.isClosed()) {
				this.idle.push(connection);
			}
		}
	}

	/**
	 * Wait until no connection is in use, and close them all.
	 */
	void close() throws SQLException {
		this.closed = true;
		this.permits.acquireUninterruptibly(MOST);
		this.permits.release(MOST);
		for (Connection connection = this.idle.poll(); connection != null; connection = this.idle.poll()) {
			connection.close();
		}
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
