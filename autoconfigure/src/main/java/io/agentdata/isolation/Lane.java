// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import io.agentdata.database.Database;
import io.agentdata.database.copy.Changes;
import io.agentdata.database.copy.KeptDatabase;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A database with its pool, for one test at a time. Tests in parallel threads run on
 * lanes of their own. It is not safe for use by several threads: only who has taken it
 * may use its state.
 */
final class Lane {

	private static final Logger logger = LoggerFactory.getLogger(Lane.class);

	private final int number;

	private final Database database;

	private final DatabaseConnections connections;

	private final boolean counted;

	/**
	 * The snapshot that the database is in the state of.
	 */
	private @Nullable String fresh;

	private @Nullable CommonDatabase common;

	private boolean sequencesUsed;

	/**
	 * Changes that were named and left where they are.
	 */
	private CommittedChanges left = CommittedChanges.NONE;

	/**
	 * Describe a lane.
	 * @param number its number, from 1
	 * @param database its database
	 * @param fresh the snapshot that the database is in the state of, if any
	 * @param connections the connections to the database
	 * @param counted whether the server counts changes
	 */
	Lane(int number, Database database, @Nullable String fresh, DatabaseConnections connections, boolean counted) {
		this.number = number;
		this.database = database;
		this.fresh = fresh;
		this.connections = connections;
		this.counted = counted;
	}

	int number() {
		return this.number;
	}

	Database database() {
		return this.database;
	}

	DatabaseConnections connections() {
		return this.connections;
	}

	/**
	 * Return whether the server counts changes.
	 */
	boolean isCounted() {
		return this.counted;
	}

	/**
	 * Return the changes that earlier tests have left.
	 */
	CommittedChanges left() {
		return this.left;
	}

	/**
	 * Return whether changes were left here, and there are no others.
	 */
	boolean hasOnlyLeft(Changes changes) {
		return !this.left.isEmpty() && CommittedChanges.of(changes).minus(this.left).isEmpty();
	}

	/**
	 * Leave changes where they are.
	 */
	void leave(CommittedChanges changes) {
		this.left = changes;
	}

	/**
	 * Return whether work could begin at once.
	 */
	boolean holds(StartingPoint start) {
		return (start.common() != null) ? this.common == start.common()
				: this.common == null && start.snapshot().equals(this.fresh);
	}

	/**
	 * Bring the database to a starting point.
	 * @return whether it was in another state
	 */
	boolean prepare(StartingPoint start) {
		if (holds(start)) {
			return false;
		}
		this.fresh = null;
		try {
			this.database.changes();
			this.database.reset(start.snapshot(), true);
		}
		catch (IllegalStateException ex) {
			logger.debug("A clone takes the place of a database that cannot be put back", ex);
			this.database.restore(start.snapshot());
		}
		began(start);
		return true;
	}

	/**
	 * Put the database back to a starting point, in place where that is possible.
	 * @param withSequences whether sequences are put back too
	 * @return why a clone took its place, or {@code null} where none did
	 */
	@Nullable String reset(StartingPoint start, boolean withSequences) {
		this.fresh = null;
		String obstacle = this.database.reset(start.snapshot(), withSequences);
		began(start);
		this.sequencesUsed = !withSequences && obstacle == null;
		return obstacle;
	}

	/**
	 * Let a clone of a starting point take the database's place.
	 */
	void restore(StartingPoint start) {
		this.fresh = null;
		this.database.restore(start.snapshot());
		began(start);
	}

	/**
	 * Put the sequences back that earlier tests have used.
	 * @return whether there may have been any
	 */
	boolean resetSequences(StartingPoint start) {
		boolean were = this.sequencesUsed;
		if (were) {
			this.database.resetSequences(start.snapshot());
			this.sequencesUsed = false;
		}
		return were;
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
		this.common = null;
	}

	private void began(StartingPoint start) {
		this.common = start.common();
		this.fresh = (this.common != null) ? null : start.snapshot();
		this.sequencesUsed = false;
		this.left = CommittedChanges.NONE;
	}

}
