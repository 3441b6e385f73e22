// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.postgres;

import java.sql.SQLException;
import java.time.Duration;

import io.agentdata.database.reset.Baseline;
import io.agentdata.database.reset.CloneSource;
import io.agentdata.database.reset.ResettableDatabase;
import io.agentdata.database.reset.Sequences;
import org.jspecify.annotations.Nullable;

/**
 * Kept state that differs from another one by few rows, which are remembered. It becomes
 * a database of its own when a clone of it is needed.
 */
final class SmallSnapshot implements KeptState {

	private static final Duration PATIENCE = Duration.ofSeconds(1);

	private final PostgresServer server;

	private final Snapshot base;

	private final Baseline baseline;

	private @Nullable Snapshot made;

	private int users = 1;

	private boolean released;

	/**
	 * Describe a kept state.
	 * @param base the state that it differs from, which was retained for this one
	 */
	SmallSnapshot(PostgresServer server, Snapshot base, Baseline baseline) {
		this.server = server;
		this.base = base;
		this.baseline = baseline;
	}

	@Override
	public Baseline baseline() {
		return this.baseline;
	}

	@Override
	public synchronized @Nullable CloneSource source() {
		return (this.made != null) ? this.made.source() : null;
	}

	@Override
	public synchronized boolean copyTo(String name) throws SQLException {
		if (this.users == 0) {
			return false;
		}
		Snapshot copied = this.made;
		if (copied == null) {
			copied = make();
			this.made = copied;
		}
		return copied.copyTo(name);
	}

	@Override
	public Sequences sequences() throws SQLException {
		return this.baseline.sequences();
	}

	@Override
	public synchronized boolean retain() {
		boolean present = this.users > 0;
		this.users += present ? 1 : 0;
		return present;
	}

	@Override
	public synchronized void drop() throws SQLException {
		this.users = Math.max(0, this.users - 1);
		if (this.users == 0) {
			Snapshot own = this.made;
			if (own != null) {
				own.drop();
				this.made = null;
			}
			if (!this.released) {
				this.released = true;
				this.base.drop();
			}
		}
	}

	private Snapshot make() throws SQLException {
		String database = this.server.nextName("copy");
		if (!this.base.copyTo(database)) {
			throw new SQLException("the state that this one is based on was dropped");
		}
		Snapshot copy = new Snapshot(this.server, database);
		boolean complete = false;
		try {
			ResettableDatabase written = new ResettableDatabase(this.server.dataSource(database, "public"));
			written.replacedBy(this.base.source());
			String obstacle = written.reset(this.baseline, true, (processId) -> null);
			if (obstacle != null) {
				throw new SQLException("the rows of the state cannot be written: " + obstacle);
			}
			copy.setSource(written.toCloneSource());
			this.server.awaitNoSessions(database, PATIENCE);
			complete = true;
			return copy;
		}
		finally {
			if (!complete) {
				copy.drop();
			}
		}
	}

}
