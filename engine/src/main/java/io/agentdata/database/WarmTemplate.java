// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import io.agentdata.database.copy.WarmStart;
import org.jspecify.annotations.Nullable;

/**
 * The migrated database that an earlier run has left for a later one to begin with.
 * Sessions of the database are ended before it is replaced or sealed. One thread at a
 * time may use it.
 */
public final class WarmTemplate {

	private final WarmStart start;

	private final Exclusion exclusion;

	WarmTemplate(WarmStart start, Exclusion exclusion) {
		this.start = start;
		this.exclusion = exclusion;
	}

	/**
	 * Return whether there is nothing in the database yet.
	 * @param connection a session of the database
	 * @return whether a template may take its place
	 * @throws SQLException if the server does not answer
	 */
	public boolean isDatabaseEmpty(Connection connection) throws SQLException {
		return this.start.isEmpty(connection);
	}

	/**
	 * Return what the template was made from.
	 * @return the lines that it was sealed with, or {@code null} where there is none yet
	 * @throws SQLException if the server does not answer
	 */
	public @Nullable List<String> fingerprint() throws SQLException {
		return this.start.fingerprint();
	}

	/**
	 * Put the copy of the template in the place of the database, which can be done once.
	 * @throws SQLException if there is no template, or it is damaged: then it is dropped;
	 * the database stays what it was
	 */
	public void apply() throws SQLException {
		this.exclusion.run(this.start::apply);
	}

	/**
	 * Put an empty database in the place of the database.
	 * @throws SQLException if the server refuses; the database stays what it was
	 */
	public void clearDatabase() throws SQLException {
		this.exclusion.run(this.start::clear);
	}

	/**
	 * Keep the committed state of the database as the template, in the place of the one
	 * before.
	 * @param fingerprint what it was made from: lines, none of them empty
	 * @throws SQLException if the server refuses, or a copy would not be all that there
	 * is; the template before stays
	 */
	public void seal(List<String> fingerprint) throws SQLException {
		this.exclusion.run(() -> this.start.seal(fingerprint));
	}

	/**
	 * Does something while the database has no sessions.
	 */
	@FunctionalInterface
	interface Exclusion {

		void run(ClonableDatabase.Change change) throws SQLException;

	}

}
