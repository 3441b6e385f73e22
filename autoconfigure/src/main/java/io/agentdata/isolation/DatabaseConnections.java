// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;

/**
 * Connections to one database, in a pool for each of the application's. It is safe for
 * use by several threads.
 */
final class DatabaseConnections implements AutoCloseable {

	private final Map<HikariDataSource, PooledConnections> pools = new ConcurrentHashMap<>();

	private final Function<HikariDataSource, PooledConnections> opener;

	private volatile String work = "the start of the application";

	/**
	 * Describe connections; there is no pool yet.
	 * @param opener opens a pool like one of the application's that is not there
	 */
	DatabaseConnections(Function<HikariDataSource, PooledConnections> opener) {
		this.opener = opener;
	}

	/**
	 * Add a pool that is open.
	 * @param asked the pool that the application asks
	 */
	void add(HikariDataSource asked, PooledConnections opened) {
		this.pools.put(asked, opened);
	}

	/**
	 * Note the work that the database is used for from now on, in words.
	 */
	void begin(String begun) {
		this.work = begun;
		this.pools.values().forEach((pool) -> pool.begin(begun));
	}

	/**
	 * Take a connection.
	 * @param asked the pool that the application has asked
	 * @param test the test that it is for, or {@code null} where that is none
	 */
	Connection getConnection(HikariDataSource asked, @Nullable TestScope test) throws SQLException {
		return this.pools.computeIfAbsent(asked, this::open).getConnection(test);
	}

	/**
	 * Take back the connections that a test has not given back.
	 * @return the connections that there were
	 */
	List<Loan> takeBack(TestScope test) {
		return this.pools.values().stream().map((pool) -> pool.takeBack(test)).flatMap(List::stream).toList();
	}

	boolean isLentTo(TestScope test) {
		return this.pools.values().stream().anyMatch((pool) -> pool.isLentTo(test));
	}

	/**
	 * Return whether a session was used since all were settled.
	 */
	boolean isUsed() {
		return this.pools.values().stream().anyMatch(PooledConnections::isUsed);
	}

	/**
	 * Return the connections that somebody has.
	 */
	List<Loan> loans() {
		return this.pools.values().stream().map(PooledConnections::loans).flatMap(List::stream).toList();
	}

	/**
	 * Return the sessions that are open, those in use as well.
	 */
	List<PooledSession> sessions() {
		return this.pools.values().stream().map(PooledConnections::sessions).flatMap(Collection::stream).toList();
	}

	/**
	 * Close the connections that are not in use, some of which are broken.
	 */
	void evictIdle() {
		this.pools.values().forEach(PooledConnections::evictIdle);
	}

	@Override
	public void close() {
		this.pools.values().forEach(PooledConnections::close);
	}

	private PooledConnections open(HikariDataSource asked) {
		PooledConnections opened = this.opener.apply(asked);
		opened.begin(this.work);
		return opened;
	}

}
