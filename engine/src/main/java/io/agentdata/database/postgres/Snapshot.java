// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.postgres;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

import org.jspecify.annotations.Nullable;

/**
 * A kept state: a database that is copied and that nobody connects to for longer. Several
 * threads may copy it at the same time; it is dropped when none does.
 */
final class Snapshot implements Disposable, Spare.Original {

	private static final Duration PATIENCE = Duration.ofSeconds(1);

	private final ReadWriteLock lock = new ReentrantReadWriteLock();

	private final PostgresServer server;

	private final String database;

	private boolean dropped;

	private @Nullable Sequences sequences;

	Snapshot(PostgresServer server, String database) {
		this.server = server;
		this.database = database;
	}

	@Override
	public boolean copyTo(String name) throws SQLException {
		this.lock.readLock().lock();
		try {
			if (this.dropped) {
				return false;
			}
			this.server.clone(this.database, name);
			return true;
		}
		finally {
			this.lock.readLock().unlock();
		}
	}

	/**
	 * Return where its sequences stand. To read them takes a session, during which the
	 * state cannot be copied.
	 */
	Sequences sequences() throws SQLException {
		this.lock.writeLock().lock();
		try {
			if (this.sequences == null) {
				this.sequences = Sequences.read(this.server.dataSource(this.database, "public"));
				this.server.awaitNoSessions(this.database, PATIENCE);
			}
			return this.sequences;
		}
		finally {
			this.lock.writeLock().unlock();
		}
	}

	@Override
	public void drop() throws SQLException {
		this.lock.writeLock().lock();
		try {
			this.dropped = true;
			this.server.drop(this.database);
		}
		finally {
			this.lock.writeLock().unlock();
		}
	}

}
