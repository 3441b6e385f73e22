// SPDX-License-Identifier: Apache-2.0
package io.agentdata.warm;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.output.MigrateResult;

/**
 * Flyway as a migration strategy gets it. What a strategy does besides to migrate is done
 * in each run.
 */
final class FlywayOnTemplate extends Flyway {

	private final Flyway flyway;

	private final MigratedDatabase database;

	FlywayOnTemplate(Flyway flyway, MigratedDatabase database) {
		super(flyway.getConfiguration());
		this.flyway = flyway;
		this.database = database;
	}

	@Override
	public MigrateResult migrate() {
		FlywayMigration migration = new FlywayMigration(this.flyway);
		this.database.migrate(migration);
		return migration.result();
	}

}
