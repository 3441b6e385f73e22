// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

/**
 * The extensions that a PostgreSQL could install.
 */
public final class Extensions {

	private Extensions() {
	}

	/**
	 * Return the version of an extension that {@code CREATE EXTENSION} would install.
	 * @param connection an open connection to any database of the server; stays open
	 * @param extension the extension's name, such as {@code vector}
	 * @return the version, or {@code null} where the server has no such extension
	 * @throws SQLException if the server does not answer
	 */
	public static @Nullable String availableVersion(Connection connection, String extension) throws SQLException {
		try (PreparedStatement statement = connection
			.prepareStatement("SELECT default_version FROM pg_available_extensions WHERE name = ?")) {
			statement.setString(1, extension);
			try (ResultSet rows = statement.executeQuery()) {
				return rows.next() ? rows.getString(1) : null;
			}
		}
	}

}
