// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.sql.DataSource;

import io.agentdata.database.postgres.DatabaseCopies;
import io.agentdata.database.postgres.PostgresServer;

/**
 * A database on a PostgreSQL that copies databases for us.
 */
final class ClonableDatabase implements Database {

	private final String testId;

	private final DatabaseConfig config;

	private final DataSource dataSource;

	private final DatabaseCopies copies;

	private final List<SessionOwner> owners = new CopyOnWriteArrayList<>();

	ClonableDatabase(String testId, String name, DatabaseConfig config, PostgresServer server) {
		this.testId = testId;
		this.config = config;
		this.dataSource = server.dataSource(name, config.schema());
		this.copies = new DatabaseCopies(server, name, this.dataSource);
	}

	@Override
	public String testId() {
		return this.testId;
	}

	@Override
	public DatabaseConfig config() {
		return this.config;
	}

	@Override
	public DataSource dataSource() {
		return this.dataSource;
	}

	@Override
	public void snapshot(String name) {
		if (name.isBlank()) {
			throw new IllegalArgumentException("A snapshot's name must not be blank: it is restored by it.");
		}
		exclusively("be copied to the snapshot '%s'".formatted(name), () -> this.copies.snapshot(name));
	}

	@Override
	public void restore(String name) {
		this.copies.verify(name);
		exclusively("be restored from the snapshot '%s'".formatted(name), () -> this.copies.restore(name));
	}

	@Override
	public void prefetch(String name) {
		this.copies.prefetch(name);
	}

	@Override
	public void resetSequences(String name) {
		attempt("have its sequences reset to the snapshot '%s'".formatted(name),
				() -> this.copies.resetSequences(name));
	}

	@Override
	public void addSessionOwner(SessionOwner owner) {
		this.owners.add(owner);
	}

	void drop() throws SQLException {
		this.copies.drop();
	}

	private synchronized void exclusively(String change, Change action) {
		try {
			this.owners.forEach(SessionOwner::suspend);
			attempt(change, action);
		}
		finally {
			this.owners.forEach(SessionOwner::resume);
		}
	}

	private void attempt(String change, Change action) {
		try {
			action.apply();
		}
		catch (SQLException ex) {
			throw new IllegalStateException("The database of '%s' was to %s, and the server refused: %s"
				.formatted(this.testId, change, ex.getMessage()), ex);
		}
	}

	/**
	 * What is done while the database has no sessions.
	 */
	@FunctionalInterface
	private interface Change {

		void apply() throws SQLException;

	}

}
