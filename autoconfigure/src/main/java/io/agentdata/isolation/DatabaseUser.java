// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Who works on a database: a test, or the set-up of a class.
 */
interface DatabaseUser {

	/**
	 * Return the database.
	 */
	Lane lane();

	/**
	 * Return a connection to it, in the way that the isolation wants.
	 */
	Connection connect() throws SQLException;

}
