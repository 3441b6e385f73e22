// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.postgres;

import java.sql.SQLException;
import java.time.Duration;

import javax.sql.DataSource;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A database that is kept as snapshots and replaced by copies of them. A copy takes the
 * database's own name, so that its URL stays. One thread at a time may copy or replace
 * it; several databases that share their snapshots do so at the same time.
 */
public final class ReplaceableDatabase {

	private static final Logger logger = LoggerFactory.getLogger(ReplaceableDatabase.class);

	private static final Duration POLITE = Duration.ofMillis(200);

	private static final Duration FORCED = Duration.ofSeconds(10);

	private final PostgresServer server;

	private final Snapshots snapshots;

	private final String name;

	private final String schema;

	private final DataSource dataSource;

	/**
	 * Describe a database that has no snapshots yet.
	 * @param server the server that it lives on
	 * @param name its name there
	 * @param schema the schema that unqualified names resolve to, before {@code public}
	 */
	public ReplaceableDatabase(PostgresServer server, String name, String schema) {
		this(server, new Snapshots(server), name, schema);
	}

	private ReplaceableDatabase(PostgresServer server, Snapshots snapshots, String name, String schema) {
		this.server = server;
		this.snapshots = snapshots;
		this.name = name;
		this.schema = schema;
		this.dataSource = server.dataSource(name, schema);
		snapshots.add(name);
	}

	/**
	 * Return the JDBC URL.
	 * @return the URL, without user and password
	 */
	public String url() {
		return this.server.url(this.name, this.schema);
	}

	/**
	 * Return connections to the database, each opened anew.
	 * @return a data source without a pool
	 */
	public DataSource dataSource() {
		return this.dataSource;
	}

	/**
	 * Make another database in the state of a snapshot, which shares all snapshots with
	 * this one.
	 * @param snapshot the snapshot's name
	 * @return the new database, which is dropped with this one
	 * @throws IllegalArgumentException if there is no snapshot of that name
	 * @throws SQLException if the server refuses; nothing is left behind
	 */
	public ReplaceableDatabase sibling(String snapshot) throws SQLException {
		return this.snapshots.whileInUse(() -> {
			String sibling = this.snapshots.nextSibling(this.name);
			this.snapshots.copyTo(snapshot, sibling);
			return new ReplaceableDatabase(this.server, this.snapshots, sibling, this.schema);
		});
	}

	/**
	 * Check that there is a snapshot.
	 * @param snapshot its name
	 * @throws IllegalArgumentException if there is none of that name
	 */
	public void verify(String snapshot) {
		this.snapshots.get(snapshot);
	}

	/**
	 * Copy the database to a snapshot; replace one of the same name.
	 * @param snapshot its name
	 * @throws SQLException if the server refuses; an earlier snapshot of the name stays
	 */
	public void snapshot(String snapshot) throws SQLException {
		this.snapshots.whileInUse(() -> {
			String copy = Snapshots.nextName();
			awaitNoSessions();
			this.server.clone(this.name, copy);
			this.snapshots.put(snapshot, copy);
			return copy;
		});
	}

	/**
	 * Replace the database by a copy of a snapshot.
	 * @param snapshot its name
	 * @throws IllegalArgumentException if there is no snapshot of that name
	 * @throws SQLException if the server refuses; the database stays as it was
	 */
	public void restore(String snapshot) throws SQLException {
		this.snapshots.whileInUse(() -> {
			String copy = this.snapshots.take(snapshot);
			try {
				replace(copy);
			}
			catch (SQLException ex) {
				this.snapshots.discard(() -> this.server.drop(copy));
				throw ex;
			}
			return copy;
		});
	}

	/**
	 * Begin to make a spare copy of a snapshot in the background.
	 * @param snapshot its name
	 * @throws IllegalArgumentException if there is no snapshot of that name
	 */
	public void prefetch(String snapshot) {
		this.snapshots.prefetch(snapshot);
	}

	/**
	 * Drop a snapshot in the background. Nothing happens where there is none.
	 * @param snapshot its name
	 */
	public void forget(String snapshot) {
		this.snapshots.forget(snapshot);
	}

	/**
	 * Set all sequences to where they were in a snapshot.
	 * @param snapshot its name
	 * @throws IllegalArgumentException if there is no snapshot of that name
	 * @throws SQLException if the server refuses
	 */
	public void resetSequences(String snapshot) throws SQLException {
		this.snapshots.get(snapshot).sequences().apply(this.dataSource);
	}

	/**
	 * Drop the database and all that share its snapshots, with these.
	 * @throws SQLException if the server refuses
	 */
	public void drop() throws SQLException {
		this.snapshots.drop();
	}

	private void replace(String copy) throws SQLException {
		awaitNoSessions();
		if (!this.server.exists(this.name)) {
			logger.warn("The database {} was dropped; its copy takes its place.", this.name);
			this.server.rename(copy, this.name);
			return;
		}
		String replaced = Snapshots.nextName();
		this.server.rename(this.name, replaced);
		try {
			this.server.rename(copy, this.name);
		}
		catch (SQLException ex) {
			this.server.rename(replaced, this.name);
			throw ex;
		}
		this.snapshots.discard(() -> this.server.drop(replaced));
	}

	private void awaitNoSessions() throws SQLException {
		if (!this.server.awaitNoSessions(this.name, POLITE)) {
			logger.warn("Sessions of the database {} are ended: their holder did not let go of them.", this.name);
			this.server.terminateSessions(this.name);
			if (!this.server.awaitNoSessions(this.name, FORCED)) {
				throw new SQLException("its sessions did not end within %s s".formatted(FORCED.toSeconds()));
			}
		}
	}

}
