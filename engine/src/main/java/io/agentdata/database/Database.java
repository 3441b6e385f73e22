// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

import javax.sql.DataSource;

import io.agentdata.database.copy.Changes;
import io.agentdata.database.copy.KeptDatabase;
import org.jspecify.annotations.Nullable;

/**
 * One database that a test or an application owns. It is safe for use by several threads.
 */
public sealed interface Database permits ClonableDatabase, ApplicationDatabase {

	/**
	 * Return the scope that owns the database.
	 * @return the id that the database was asked for with
	 */
	String testId();

	/**
	 * Return how to connect to the database. The URL stays valid whatever is restored.
	 * @return the connection's coordinates
	 */
	DatabaseConfig config();

	/**
	 * Return connections to the database, as many as are asked for. Each is opened anew
	 * and closed by its user, except for {@link Engine#PRODUCTION}, whose own pool this
	 * is.
	 * @return the connections
	 */
	DataSource dataSource();

	/**
	 * Return connections to the database which have properties of PostgreSQL's driver
	 * besides. Those that the database's own URL has stay as they are there.
	 * {@link Engine#H2} has another driver, and {@link Engine#PRODUCTION} its own pool:
	 * they do without.
	 * @param properties their values by the names of
	 * <a href= "https://jdbc.postgresql.org/documentation/use/#connection-parameters">the
	 * driver</a>, such as {@code stringtype}
	 * @return the connections
	 */
	DataSource dataSource(Map<String, String> properties);

	/**
	 * Keep the present state of the database, committed rows and sequences included,
	 * under a name. A state of the same name is replaced. Sessions of the database are
	 * ended first, unless it differs from the state that it was last in by few rows.
	 * Snapshots vanish with the database.
	 * @param name the name to restore it by, not blank
	 * @throws UnsupportedCapabilityException if the engine cannot copy databases
	 */
	void snapshot(String name);

	/**
	 * Put the database back into a kept state. Sessions of the database are ended first.
	 * The snapshot stays, to be restored again.
	 * @param name the name of the snapshot
	 * @throws IllegalArgumentException if there is no snapshot of that name
	 * @throws UnsupportedCapabilityException if the engine cannot copy databases
	 */
	void restore(String name);

	/**
	 * Tell what has changed since the database was last in a kept state, whoever changed
	 * it.
	 * @return the changes
	 */
	Changes changes();

	/**
	 * Tell what sessions have reported so far, in a round trip. A session reports now and
	 * then, and at its end.
	 * @return the changes
	 */
	Changes reportedChanges();

	/**
	 * Put the database back into a kept state, in place where that is possible: only what
	 * has changed is put back, and sessions stay open. Otherwise a clone takes its place.
	 * @param name the name of the snapshot
	 * @param withSequences whether sequences are put back too; a clone's always are
	 * @return why a clone took the database's place, as a clause, or {@code null} where
	 * none did
	 * @throws IllegalArgumentException if there is no snapshot of that name
	 * @throws UnsupportedCapabilityException if the engine cannot copy databases
	 */
	@Nullable String reset(String name, boolean withSequences);

	/**
	 * Set the database aside as it is, and put a copy of a kept state in its place. What
	 * is set aside outlives the JVM, until the next run drops it. Sessions of the
	 * database are ended first.
	 * @param snapshot the name of the snapshot that takes its place
	 * @param test the test that left it, in words
	 * @return what was set aside, under a URL of its own
	 * @throws IllegalArgumentException if there is no snapshot of that name
	 * @throws UnsupportedCapabilityException if the engine's databases end with the JVM
	 */
	KeptDatabase keepAside(String snapshot, String test);

	/**
	 * Begin to make a copy of a snapshot in the background, so that the next
	 * {@link #restore(String)} of it need not wait for one.
	 * @param name the name of the snapshot
	 * @throws IllegalArgumentException if there is no snapshot of that name
	 * @throws UnsupportedCapabilityException if the engine cannot copy databases
	 */
	void prefetch(String name);

	/**
	 * Drop a snapshot that is no longer needed, in the background. Nothing happens where
	 * there is none of that name.
	 * @param snapshot the name of the snapshot
	 * @throws UnsupportedCapabilityException if the engine cannot copy databases
	 */
	void forget(String snapshot);

	/**
	 * Make another database in a kept state, on the same server and for the same scope,
	 * for tests that run at the same time. Both share their snapshots: one that is made
	 * of either can be restored by both. The new one has its own URL, name and session
	 * owners, and is dropped with this one.
	 * @param snapshot the name of the snapshot
	 * @return the new database, never this one
	 * @throws IllegalArgumentException if there is no snapshot of that name
	 * @throws UnsupportedCapabilityException if the engine cannot copy databases
	 */
	Database sibling(String snapshot);

	/**
	 * Put all sequences back to where they were in a kept state, in a moment and without
	 * ending sessions. It is not part of a transaction.
	 * @param name the name of the snapshot
	 * @throws IllegalArgumentException if there is no snapshot of that name
	 * @throws UnsupportedCapabilityException if the engine cannot copy databases
	 */
	void resetSequences(String name);

	/**
	 * Return the template that runs before this one may have left for the database, and
	 * begin to copy it in the background.
	 * @param key what the template is of: equal keys share it, in all runs
	 * @return the template, which need not be there yet, or {@code null} where nothing of
	 * the server outlives a run
	 */
	@Nullable WarmTemplate warmTemplate(String key);

	/**
	 * Register a holder of connections, to be told before sessions are ended.
	 * @param owner the holder, such as a pool
	 */
	void addSessionOwner(SessionOwner owner);

	/**
	 * Do work in a transaction that is rolled back at its end, whether the work fails or
	 * not. Before that, deferred constraints are checked as a commit would check them.
	 *
	 * <pre class="code">
	 * String title = Database.inRolledBackTransaction(database, (tx) -&gt; {
	 * 	notes.insert(tx, "seen here only");
	 * 	return notes.first(tx).title();
	 * });
	 * </pre>
	 *
	 * The work cannot commit: {@code commit()}, {@code setAutoCommit(true)} and the SQL
	 * that would do it are refused by a {@link SQLException}. {@code close()} does
	 * nothing; the connection is closed at the end. A rollback by the work itself, and
	 * savepoints, are its own affair. Not undone are sequences, as ever in PostgreSQL,
	 * and what is committed through an unwrapped connection.
	 * @param <T> what the work returns
	 * @param <E> the checked exception that the work throws, if any
	 * @param database the database to connect to
	 * @param work what to do, given a connection that is valid until it ends
	 * @return the result of the work
	 * @throws E if the work fails
	 * @throws SQLException if a deferred constraint is violated, or the database does not
	 * answer
	 */
	static <T extends @Nullable Object, E extends Exception> T inRolledBackTransaction(Database database,
			IsolatedWork<Connection, T, E> work) throws E, SQLException {
		try (RolledBackTransaction transaction = RolledBackTransaction.begin(database.dataSource())) {
			T result = work.run(transaction.connection());
			transaction.verifyConstraints();
			return result;
		}
	}

}
