// SPDX-License-Identifier: Apache-2.0
package io.agentdata.warm;

import java.sql.SQLException;
import java.sql.Statement;

import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;

/**
 * A migration in Java that always does the same.
 */
class V3__java extends BaseJavaMigration {

	@Override
	public void migrate(Context context) throws SQLException {
		try (Statement statement = context.getConnection().createStatement()) {
			statement.execute("INSERT INTO note (title) VALUES ('java')");
		}
	}

}
