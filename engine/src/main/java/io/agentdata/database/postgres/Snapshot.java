// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

import io.agentdata.database.copy.SqlFunction;
import io.agentdata.database.reset.Baseline;
import io.agentdata.database.reset.CloneSource;
import io.agentdata.database.reset.KeptCopy;
import io.agentdata.database.reset.Sequences;
import org.jspecify.annotations.Nullable;

/**
 * Kept state that is a database of its own, which nobody connects to for longer. Several
 * threads may copy it at the same time; it is dropped when none does, and no other state
 * is based on it.
 */
final class Snapshot implements KeptState, KeptCopy {

	private static final Duration PATIENCE = Duration.ofSeconds(1);

	private final ReadWriteLock lock = new ReentrantReadWriteLock();

	private final PostgresServer server;

	private final String database;

	/**
	 * Names of the state, and states that are based on it.
	 */
	private int users = 1;

	private volatile @Nullable CloneSource source;

	private volatile @Nullable Sequences positions;

	private volatile DatabaseSettings settings = DatabaseSettings.NONE;

	/**
	 * Describe a kept state.
	 * @param database the database, which need not be there yet
	 */
	Snapshot(PostgresServer server, String database) {
		this.server = server;
		this.database = database;
	}

	/**
	 * Copy a database, with its settings, to be the kept state.
	 * @param original the database, which must have no sessions
	 */
	void copyFrom(String original) throws SQLException {
		this.settings = this.server.settings(original);
		this.server.clone(original, this.database);
		this.server.apply(this.settings, this.database);
	}

	@Override
	public @Nullable Baseline baseline() {
		CloneSource known = this.source;
		return (known != null) ? known.baseline() : null;
	}

	@Override
	public @Nullable CloneSource source() {
		return this.source;
	}

	void setSource(@Nullable CloneSource source) {
		this.source = source;
	}

	@Override
	public Sequences sequences() throws SQLException {
		Baseline counted = baseline();
		if (counted != null) {
			return counted.sequences();
		}
		Sequences known = this.positions;
		if (known == null) {
			known = ask(Sequences::read);
			this.positions = known;
		}
		return known;
	}

	@Override
	public boolean retain() {
		this.lock.writeLock().lock();
		try {
			boolean present = this.users > 0;
			this.users += present ? 1 : 0;
			return present;
		}
		finally {
			this.lock.writeLock().unlock();
		}
	}

	@Override
	public boolean copyTo(String name) throws SQLException {
		this.lock.readLock().lock();
		try {
			if (this.users == 0) {
				return false;
			}
			this.server.clone(this.database, name);
			this.server.apply(this.settings, name);
			return true;
		}
		finally {
			this.lock.readLock().unlock();
		}
	}

	@Override
	public <T extends @Nullable Object> T ask(SqlFunction<Connection, T> question) throws SQLException {
		this.lock.writeLock().lock();
		try {
			if (this.users == 0) {
				throw new SQLException("the kept state was dropped");
			}
			try (Connection connection = this.server.dataSource(this.database, "public").getConnection()) {
				return question.apply(connection);
			}
			finally {
				this.server.awaitNoSessions(this.database, PATIENCE);
			}
		}
		finally {
			this.lock.writeLock().unlock();
		}
	}

	@Override
	public void drop() throws SQLException {
		this.lock.writeLock().lock();
		try {
			this.users = Math.max(0, this.users - 1);
			if (this.users == 0) {
				this.server.drop(this.database);
			}
		}
		finally {
			this.lock.writeLock().unlock();
		}
	}

}
