// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Database that is changed and put back over and over. It has one session that stays open
 * meanwhile, like one in an application's pool. What is right is a new clone.
 */
public final class ResetScenario implements AutoCloseable {

	/**
	 * The name of the state that the database is put back to.
	 */
	public static final String KEPT = "kept";

	private final Map<String, DatabaseDump> clones = new HashMap<>();

	private final Database database;

	private Connection session;

	/**
	 * Create a scenario.
	 * @param database the database, which is dropped by its factory
	 * @param schema what is there in the kept state, as SQL
	 */
	public ResetScenario(Database database, String schema) throws SQLException {
		this.database = database;
		Statements.execute(database, schema);
		database.snapshot(KEPT);
		this.session = database.dataSource().getConnection();
		database.addSessionOwner(new Pool());
	}

	/**
	 * Return the session that stays open where no clone takes the database's place.
	 */
	public Connection session() {
		return this.session;
	}

	/**
	 * Execute statements in the session that stays open.
	 */
	public void execute(String sql) throws SQLException {
		try (Statement statement = this.session.createStatement()) {
			statement.execute(sql);
		}
	}

	/**
	 * Put the database back, sequences too.
	 * @return why a clone took its place, or {@code null} where none did
	 */
	public @Nullable String reset() {
		this.database.changes();
		return this.database.reset(KEPT, true);
	}

	/**
	 * Check that the database is like a new clone.
	 * @param as what was done before
	 */
	public void assertIsLikeAClone(String as) throws SQLException {
		assertIsLikeAClone(KEPT, as);
	}

	/**
	 * Check that the database is like a new clone of a state.
	 * @param as what was done before
	 */
	public void assertIsLikeAClone(String state, String as) throws SQLException {
		DatabaseDump clone = this.clones.get(state);
		if (clone == null) {
			clone = DatabaseDump.of(this.database.sibling(state));
			this.clones.put(state, clone);
		}
		assertThat(DatabaseDump.of(this.database).differences(clone)).as(as).isEmpty();
	}

	@Override
	public void close() throws SQLException {
		this.session.close();
	}

	/**
	 * Holds the session.
	 */
	private final class Pool implements SessionOwner {

		@Override
		public void suspend() {
			try {
				ResetScenario.this.session.close();
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
		}

		@Override
		public Collection<Integer> settle() {
			try {
				execute("ROLLBACK; DISCARD TEMP; SELECT pg_stat_force_next_flush()");
				return List.of(ResetScenario.this.session.unwrap(PGConnection.class).getBackendPID());
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
		}

		@Override
		public void resume() {
			try {
				ResetScenario.this.session = ResetScenario.this.database.dataSource().getConnection();
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
