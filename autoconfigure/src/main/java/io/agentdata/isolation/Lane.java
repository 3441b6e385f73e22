// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.sql.Connection;
import java.sql.SQLException;

import io.agentdata.database.Database;
import io.agentdata.database.Engine;
import io.agentdata.database.copy.KeptDatabase;
import org.jspecify.annotations.Nullable;

/**
 * A database with its pool, for one test at a time. Tests in parallel threads run on
 * lanes of their own. What it holds is only asked and changed by whom it is taken by.
 */
final class Lane {

	private static final int VALIDATION_SECONDS = 5;

	private final int number;

	private final Database database;

	private final ConnectionSource pool;

	/**
	 * The snapshot that the database is a copy of, with nothing changed.
	 */
	private @Nullable String fresh;

	private @Nullable CommonDatabase common;

	/**
	 * Describe a lane.
	 * @param number its number, from 1
	 * @param database its database
	 * @param fresh the snapshot that the database is a copy of, if any
	 * @param pool the connections to the database
	 */
	Lane(int number, Database database, @Nullable String fresh, ConnectionSource pool) {
		this.number = number;
		this.database = database;
		this.fresh = fresh;
		this.pool = pool;
	}

	int number() {
		return this.number;
	}

	Database database() {
		return this.database;
	}

	ConnectionSource pool() {
		return this.pool;
	}

	/**
	 * Return whether the server tells what a transaction has changed.
	 */
	boolean isPostgres() {
		return this.database.config().type() != Engine.H2;
	}

	/**
	 * Return whether work could begin at once.
	 */
	boolean holds(StartingPoint start) {
		return (start.common() != null) ? this.common == start.common()
				: this.common == null && start.snapshot().equals(this.fresh);
	}

	/**
	 * Return whether what it holds is needed later on.
	 */
	boolean isKept() {
		return this.common != null && !this.common.isForgotten();
	}

	/**
	 * Return whether nobody waits for what the lane holds. If so, nobody can ask for it
	 * until {@link #prepare(StartingPoint)} has kept it.
	 */
	boolean mayPrepare(StartingPoint start) {
		CommonDatabase held = this.common;
		return held == null || holds(start) || held.tryBegin();
	}

	/**
	 * Bring the database to a starting point. What is needed later on is kept before.
	 * @return whether the database was replaced
	 */
	boolean prepare(StartingPoint start) {
		if (holds(start)) {
			return false;
		}
		CommonDatabase held = this.common;
		if (held != null) {
			park(held);
		}
		CommonDatabase next = start.common();
		this.fresh = null;
		this.database.restore((next != null && next.unpark()) ? next.name() : start.snapshot());
		began(start);
		return true;
	}

	/**
	 * Put the database back to a starting point, whatever it holds.
	 */
	void restore(StartingPoint start) {
		this.fresh = null;
		this.database.restore(start.snapshot());
		began(start);
	}

	/**
	 * Set the database aside as it is, and put a copy of a starting point in its place.
	 * Where tests have it in common, the copy is of what they have done.
	 * @param test the test that left it
	 */
	KeptDatabase keepAside(StartingPoint start, String test) {
		CommonDatabase together = start.common();
		if (together == null) {
			this.fresh = null;
			KeptDatabase kept = this.database.keepAside(start.snapshot(), test);
			began(start);
			return kept;
		}
		String present = together.name() + ", at a failure";
		this.database.snapshot(present);
		try {
			return this.database.keepAside(present, test);
		}
		finally {
			this.database.forget(present);
		}
	}

	/**
	 * Keep what the database holds as a snapshot.
	 */
	void snapshot(String name) {
		this.fresh = null;
		this.database.snapshot(name);
		this.fresh = name;
	}

	/**
	 * Note that the database is not what it was.
	 */
	void change() {
		this.fresh = null;
	}

	/**
	 * Return whether the database answers.
	 * @throws SQLException if it cannot be connected to
	 */
	boolean isReachable() throws SQLException {
		this.pool.evictIdle();
		try (Connection connection = this.database.dataSource().getConnection()) {
			return connection.isValid(VALIDATION_SECONDS);
		}
	}

	private void park(CommonDatabase held) {
		try {
			if (!held.isForgotten()) {
				this.database.snapshot(held.name());
				held.park();
			}
			if (held.isForgotten()) {
				// its class has ended meanwhile
				this.database.forget(held.name());
			}
			this.common = null;
		}
		finally {
			held.end();
		}
	}

	private void began(StartingPoint start) {
		this.common = start.common();
		this.fresh = (this.common != null) ? null : start.snapshot();
	}

}
