// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.sql.Connection;
import java.sql.SQLException;

import com.zaxxer.hikari.HikariDataSource;

/**
 * Who works on a database: a test, or the set-up of a class.
 */
interface DatabaseUser {

	/**
	 * Return the work in words, such as {@code NoteTests.saves()}.
	 */
	String name();

	/**
	 * Return the database.
	 */
	Lane lane();

	/**
	 * Return a connection to it, in the way that the isolation wants.
	 * @param asked the pool that the application has asked
	 */
	Connection connect(HikariDataSource asked) throws SQLException;

}
