// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.copy;

import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

/**
 * A database that an engine has made, which can be kept under names and put back. Nobody
 * may use it while it is copied or replaced. Its URL stays.
 */
public interface CopyableDatabase extends AutoCloseable {

	/**
	 * Return the JDBC URL.
	 * @return the URL, without user and password
	 */
	String url();

	/**
	 * Return the user to connect as.
	 * @return the user's name
	 */
	String username();

	/**
	 * Return the user's password.
	 * @return the password in plain text, which may be empty
	 */
	String password();

	/**
	 * Return connections to the database, each opened anew.
	 * @return a data source without a pool
	 */
	default DataSource dataSource() {
		return dataSource(Map.of());
	}

	/**
	 * Return connections to the database, each opened anew.
	 * @param properties properties of PostgreSQL's driver that they have besides, where
	 * it is that driver
	 * @return a data source without a pool
	 */
	DataSource dataSource(Map<String, String> properties);

	/**
	 * Keep the committed state as a snapshot; replace one of the same name.
	 * @param snapshot its name
	 * @throws SQLException if the engine refuses
	 */
	void snapshot(String snapshot) throws SQLException;

	/**
	 * Keep the committed state as a snapshot, beside the sessions that the database has,
	 * where it differs from the state that it was last in by little.
	 * @param snapshot its name; one of the same name is replaced
	 * @param reported the server's process ids of sessions that have reported their
	 * changes
	 * @return whether that was done
	 * @throws SQLException if the engine refuses
	 */
	default boolean snapshotInPlace(String snapshot, Collection<Integer> reported) throws SQLException {
		return false;
	}

	/**
	 * Tell what has changed since the database was last in the state of a snapshot,
	 * whoever changed it.
	 * @param reported the server's process ids of sessions that have reported their
	 * changes
	 * @param sessions the sessions that somebody answers for, of which some may have to
	 * be renewed
	 * @return the changes
	 * @throws SQLException if the engine does not answer
	 */
	default Changes changes(Collection<Integer> reported, OwnedSessions sessions) throws SQLException {
		return Changes.UNCOUNTED;
	}

	/**
	 * Tell what sessions have reported so far.
	 * @return the changes
	 * @throws SQLException if the engine does not answer
	 */
	default Changes reportedChanges() throws SQLException {
		return Changes.UNCOUNTED;
	}

	/**
	 * Put the database back into the state of a snapshot in place, beside the sessions
	 * that it has.
	 * @param snapshot its name
	 * @param withSequences whether sequences are put back too
	 * @param sessions knows who may be in the way
	 * @return why that is not possible, as a clause, or {@code null} where it is done
	 * @throws IllegalArgumentException if there is no snapshot of that name
	 * @throws SQLException if the database was dropped
	 */
	default @Nullable String reset(String snapshot, boolean withSequences, SessionNames sessions) throws SQLException {
		return "its engine puts databases back as a whole";
	}

	/**
	 * Check that there is a snapshot.
	 * @param snapshot its name
	 * @throws IllegalArgumentException if there is none of that name
	 */
	void verify(String snapshot);

	/**
	 * Put the database back into the state of a snapshot.
	 * @param snapshot its name
	 * @throws IllegalArgumentException if there is none of that name
	 * @throws SQLException if the engine refuses
	 */
	void restore(String snapshot) throws SQLException;

	/**
	 * Get ready for a snapshot to be restored soon, where that saves time.
	 * @param snapshot its name
	 * @throws IllegalArgumentException if there is none of that name
	 */
	void prefetch(String snapshot);

	/**
	 * Let go of a snapshot. Nothing happens where there is none.
	 * @param snapshot its name
	 */
	void forget(String snapshot);

	/**
	 * Put all sequences back to where they were in a snapshot, beside the sessions that
	 * the database has.
	 * @param snapshot its name
	 * @throws IllegalArgumentException if there is none of that name
	 * @throws SQLException if the engine refuses
	 */
	void resetSequences(String snapshot) throws SQLException;

	/**
	 * Make another database in the state of a snapshot, which shares all snapshots with
	 * this one.
	 * @param snapshot its name
	 * @return the new database, which is dropped with this one
	 * @throws IllegalArgumentException if there is none of that name
	 * @throws SQLException if the engine refuses
	 */
	CopyableDatabase sibling(String snapshot) throws SQLException;

	/**
	 * Make another database in the state of a snapshot, with snapshots of its own.
	 * @param scope who it is for
	 * @param snapshot the snapshot's name
	 * @return the new database, which is dropped by itself
	 * @throws IllegalArgumentException if there is none of that name
	 * @throws SQLException if the engine refuses
	 */
	CopyableDatabase copy(String scope, String snapshot) throws SQLException;

	/**
	 * Return the way to a template of earlier runs, and begin to copy that.
	 * @param key the template's key
	 * @return it, or {@code null} where nothing outlives a run
	 */
	default @Nullable WarmStart warmStart(String key) {
		return null;
	}

	/**
	 * Drop the database, with its snapshots and all that share them.
	 * @throws SQLException if the engine refuses
	 */
	@Override
	void close() throws SQLException;

}
