// SPDX-License-Identifier: Apache-2.0
package io.agentdata.warm;

import java.sql.PreparedStatement;
import java.sql.SQLException;

import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;

/**
 * A migration in Java that does what it is given.
 */
class V3__given extends BaseJavaMigration {

	private final String title;

	V3__given(String title) {
		this.title = title;
	}

	@Override
	public void migrate(Context context) throws SQLException {
		try (PreparedStatement statement = context.getConnection()
			.prepareStatement("INSERT INTO note (title) VALUES (?)")) {
			statement.setString(1, this.title);
			statement.execute();
		}
	}

}
