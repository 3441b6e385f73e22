// SPDX-License-Identifier: Apache-2.0
package io.agentdata.warm;

import java.util.List;
import java.util.Objects;

import javax.sql.DataSource;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.output.CommandResultFactory;
import org.flywaydb.core.api.output.MigrateResult;
import org.jspecify.annotations.Nullable;

/**
 * Flyway's migrations. It is for one thread.
 */
final class FlywayMigration implements Migration<RuntimeException> {

	private final Flyway flyway;

	private @Nullable MigrateResult result;

	FlywayMigration(Flyway flyway) {
		this.flyway = flyway;
	}

	@Override
	public @Nullable Recipe recipe() {
		Configuration configuration = this.flyway.getConfiguration();
		List<String> resources = FlywayResources.of(configuration);
		return (resources != null)
				? new Recipe(FlywaySettings.describe(configuration), resources, new MigrationNames(configuration))
				: null;
	}

	@Override
	public @Nullable DataSource target() {
		return this.flyway.getConfiguration().getDataSource();
	}

	@Override
	public void run() {
		this.result = this.flyway.migrate();
	}

	/**
	 * Callbacks of a migration have run when the template was made.
	 */
	@Override
	public void runOnTop(Recipe recipe, boolean complete) {
		MigrationNames names = new MigrationNames(this.flyway.getConfiguration());
		if (complete && recipe.names().stream().anyMatch(names::isCallback)) {
			this.flyway.validate();
			this.result = nothingToDo();
		}
		else {
			run();
		}
	}

	/**
	 * Return what the last run has done.
	 */
	MigrateResult result() {
		return Objects.requireNonNull(this.result, "Nothing was run yet");
	}

	private MigrateResult nothingToDo() {
		MigrateResult nothing = CommandResultFactory.createMigrateResult("", "PostgreSQL",
				this.flyway.getConfiguration());
		nothing.setSuccess(true);
		return nothing;
	}

}
