// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantReadWriteLock;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import io.agentdata.database.SessionOwner;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * Sessions beneath a pool. All of them can be put back, or closed at once while the
 * database is replaced. It is safe for use by several threads.
 */
final class PhysicalConnections extends AbstractDataSource implements SessionOwner {

	private static final Logger logger = LoggerFactory.getLogger(PhysicalConnections.class);

	private static final int LAST_ATTEMPT = 5;

	private static final Duration PATIENCE_WITH_THE_SERVER = Duration.ofSeconds(30);

	private static final Duration POLL = Duration.ofMillis(2);

	private final Set<SessionConnection> sessions = ConcurrentHashMap.newKeySet();

	private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

	private final DataSource database;

	private final HikariConfig pool;

	private final SessionKind kind;

	private volatile String work = "the start of the application";

	/**
	 * Create sessions; none is opened by that.
	 * @param database opens sessions of the database
	 * @param pool the settings of the pool above them
	 * @param kind what the database's server is
	 */
	PhysicalConnections(DataSource database, HikariConfig pool, SessionKind kind) {
		this.database = database;
		this.pool = pool;
		this.kind = kind;
	}

	@Override
	public Connection getConnection() throws SQLException {
		SessionConnection session = new SessionConnection(this, this.kind, open());
		this.sessions.add(session);
		return session.connection();
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

	/**
	 * Note the work that the database is used for from now on, in words.
	 */
	void begin(String begun) {
		this.work = begun;
	}

	Collection<PooledSession> all() {
		return List.copyOf(this.sessions);
	}

	/**
	 * Open a session in the state that the pool hands connections out in.
	 */
	Connection reopen() throws SQLException {
		Connection connection = open();
		try {
			defaults().applyTo(connection);
			return connection;
		}
		catch (SQLException ex) {
			connection.close();
			throw ex;
		}
	}

	/**
	 * Wait until the server has ended a session that was closed.
	 */
	void awaitEnd(int processId) {
		long deadline = System.nanoTime() + PATIENCE_WITH_THE_SERVER.toNanos();
		try (Connection other = open()) {
			while (!this.kind.terminate(processId, other)) {
				if (System.nanoTime() > deadline) {
					logger.warn("The server has not ended session {} for {} s. What it commits is another test's.",
							processId, PATIENCE_WITH_THE_SERVER.toSeconds());
					return;
				}
				LockSupport.parkNanos(POLL.toNanos());
			}
		}
		catch (SQLException ex) {
			logger.debug("Whether a session has ended is not known", ex);
		}
	}

	void remove(SessionConnection session) {
		this.sessions.remove(session);
	}

	PoolDefaults defaults() {
		return PoolDefaults.of(this.pool);
	}

	@Override
	public Collection<Integer> settle() {
		List<Integer> reported = new ArrayList<>();
		for (SessionConnection session : this.sessions) {
			Integer processId = session.settle();
			if (processId != null) {
				reported.add(processId);
			}
		}
		return reported;
	}

	@Override
	public void renew() {
		this.sessions.forEach(SessionConnection::renewIfIdle);
	}

	@Override
	public @Nullable String holder(int processId) {
		for (SessionConnection session : this.sessions) {
			Loan loan = session.loan();
			if (loan != null && session.isProcess(processId)) {
				return loan.holder();
			}
		}
		return null;
	}

	@Override
	public void suspend() {
		this.lock.writeLock().lock();
		for (SessionConnection session : this.sessions) {
			Loan loan = session.loan();
			if (loan == null) {
				session.disconnect();
				continue;
			}
			boolean lost = session.disconnect(loan, this.work);
			logger.warn(
					"A connection is closed while the database is copied or replaced, after {}. It is that of {}. {}",
					this.work, loan.holder(),
					lost ? "Its transaction was open, and is lost: its statements are refused until it is rolled back."
							: "It goes on with a new session.");
		}
	}

	@Override
	public void resume() {
		this.lock.writeLock().unlock();
	}

	private Connection open() throws SQLException {
		this.lock.readLock().lock();
		try {
			return this.database.getConnection();
		}
		finally {
			this.lock.readLock().unlock();
		}
	}

}
