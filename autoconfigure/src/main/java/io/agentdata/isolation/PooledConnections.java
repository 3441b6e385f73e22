// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pool of connections to one database, which knows who has them. It is safe for use by
 * several threads.
 */
final class PooledConnections implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(PooledConnections.class);

	private final HikariDataSource pool;

	private final Source source;

	private final PhysicalConnections sessions;

	/**
	 * Create the pool's guardian.
	 * @param pool the pool
	 * @param source takes a connection of the pool, past all that is done for tests
	 * @param sessions the sessions beneath it
	 */
	PooledConnections(HikariDataSource pool, Source source, PhysicalConnections sessions) {
		this.pool = pool;
		this.source = source;
		this.sessions = sessions;
	}

	/**
	 * Note the work that the database is used for from now on, in words.
	 */
	void begin(String work) {
		this.sessions.begin(work);
	}

	/**
	 * Take a connection of the pool.
	 * @param test the test that it is for, or {@code null} where that is none
	 */
	Connection getConnection(@Nullable TestScope test) throws SQLException {
		Connection connection = this.source.take();
		try {
			connection.unwrap(PooledSession.class).lend(Loan.of(connection, test));
			return connection;
		}
		catch (SQLException ex) {
			this.pool.evictConnection(connection);
			connection.close();
			throw ex;
		}
	}

	/**
	 * Take back the connections that a test has not given back. Their sessions are ended
	 * with what they execute, and what they have not committed is gone.
	 * @return the connections that there were
	 */
	List<Loan> takeBack(TestScope test) {
		List<Loan> forgotten = new ArrayList<>();
		for (PooledSession session : this.sessions.all()) {
			Loan loan = session.loan();
			if (loan != null && loan.test() == test) {
				forgotten.add(loan);
				session.terminate();
				close(loan.connection());
			}
		}
		return forgotten;
	}

	boolean isLentTo(TestScope test) {
		return this.sessions.all()
			.stream()
			.map(PooledSession::loan)
			.anyMatch((loan) -> loan != null && loan.test() == test);
	}

	/**
	 * Return whether a session was used since all were settled.
	 */
	boolean isUsed() {
		return this.sessions.all().stream().anyMatch(PooledSession::isUsed);
	}

	/**
	 * Return the connections that somebody has.
	 */
	List<Loan> loans() {
		List<Loan> loans = new ArrayList<>();
		for (PooledSession session : this.sessions.all()) {
			Loan loan = session.loan();
			if (loan != null) {
				loans.add(loan);
			}
		}
		return loans;
	}

	/**
	 * Return the sessions that are open, those in use as well.
	 */
	Collection<PooledSession> sessions() {
		return this.sessions.all();
	}

	/**
	 * Close the connections that are not in use, some of which are broken.
	 */
	void evictIdle() {
		HikariPoolMXBean running = this.pool.getHikariPoolMXBean();
		if (running != null) {
			running.softEvictConnections();
		}
	}

	@Override
	public void close() {
		this.pool.close();
	}

	private static void close(Connection connection) {
		try {
			connection.close();
		}
		catch (SQLException ex) {
			logger.debug("A connection was broken before it was closed", ex);
		}
	}

	/**
	 * Takes a connection of a pool.
	 */
	@FunctionalInterface
	interface Source {

		Connection take() throws SQLException;

	}

}
