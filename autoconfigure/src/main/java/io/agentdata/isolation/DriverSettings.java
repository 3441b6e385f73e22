// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

import org.postgresql.PGConnection;
import org.postgresql.jdbc.AutoSave;

/**
 * What PostgreSQL's driver keeps of a session on the client's side. To read it, or to set
 * it, takes no round trip.
 *
 * @param prepareThreshold how often a statement is executed before the server prepares it
 * @param fetchSize how many rows are fetched at once, or 0 for all
 * @param adaptiveFetch whether that number follows the size of the rows
 * @param autosave whether a savepoint is set before each statement
 * @param holdability whether cursors survive a commit, as a constant of
 * {@link java.sql.ResultSet}
 * @param networkTimeout how many milliseconds an answer is waited for, or 0 without a
 * limit
 * @param types the classes of user-defined types, by their names
 */
record DriverSettings(int prepareThreshold, int fetchSize, boolean adaptiveFetch, AutoSave autosave, int holdability,
		int networkTimeout, Map<String, Class<?>> types) {

	static DriverSettings of(Connection session) throws SQLException {
		PGConnection driver = session.unwrap(PGConnection.class);
		return new DriverSettings(driver.getPrepareThreshold(), driver.getDefaultFetchSize(), driver.getAdaptiveFetch(),
				driver.getAutosave(), session.getHoldability(), session.getNetworkTimeout(),
				Map.copyOf(session.getTypeMap()));
	}

	void applyTo(Connection session) throws SQLException {
		PGConnection driver = session.unwrap(PGConnection.class);
		driver.setPrepareThreshold(this.prepareThreshold);
		driver.setDefaultFetchSize(this.fetchSize);
		driver.setAdaptiveFetch(this.adaptiveFetch);
		driver.setAutosave(this.autosave);
		session.setHoldability(this.holdability);
		session.setNetworkTimeout(Runnable::run, this.networkTimeout);
		session.setTypeMap(new HashMap<>(this.types));
	}

}
