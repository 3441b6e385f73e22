// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.copy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The way of a database to a template that earlier runs have left on its server.
 */
public interface WarmStart {

	/**
	 * Return whether there is nothing in the database but what it was created with.
	 * @param connection a session of the database
	 * @return whether it can be replaced without a loss
	 * @throws SQLException if the server does not answer
	 */
	boolean isEmpty(Connection connection) throws SQLException;

	/**
	 * Return what the template was made from.
	 * @return one line for each of its resources, or {@code null} where there is no
	 * template
	 * @throws SQLException if the server does not answer
	 */
	@Nullable List<String> fingerprint() throws SQLException;

	/**
	 * Put the copy of the template in the place of the database, which must have no
	 * users. It can be done once.
	 * @throws SQLException if there is none, or it is damaged: then it is dropped; the
	 * database stays what it was
	 */
	void apply() throws SQLException;

	/**
	 * Put an empty database in the place of the database, which must have no users.
	 * @throws SQLException if the server refuses; the database stays what it was
	 */
	void clear() throws SQLException;

	/**
	 * Keep the committed state as the template, in the place of the one before. The
	 * database must have no users.
	 * @param fingerprint what it was made from, one line for each resource
	 * @throws SQLException if the server refuses, or a copy would not be all that there
	 * is; the template before stays
	 */
	void seal(List<String> fingerprint) throws SQLException;

}
