// SPDX-License-Identifier: Apache-2.0
package io.agentdata.warm;

import io.agentdata.database.Database;
import org.flywaydb.core.Flyway;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;

/**
 * Migrates as Flyway does where the application has no strategy of its own.
 *
 * @param database the database of the context
 */
record DefaultStrategy(ObjectProvider<Database> database) implements FlywayMigrationStrategy {

	@Override
	public void migrate(Flyway flyway) {
		new MigratedDatabase(this.database.getObject()).migrate(new FlywayMigration(flyway));
	}

}
