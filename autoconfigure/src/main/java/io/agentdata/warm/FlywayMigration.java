// SPDX-License-Identifier: Apache-2.0
package io.agentdata.warm;

import java.util.List;

import javax.sql.DataSource;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.Configuration;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;

/**
 * Flyway's migrations.
 *
 * @param flyway the tool
 * @param strategy how the application lets it migrate
 * @param isDefault whether the application leaves that to Flyway
 */
record FlywayMigration(Flyway flyway, FlywayMigrationStrategy strategy,
		boolean isDefault) implements Migration<RuntimeException> {

	@Override
	public @Nullable Recipe recipe() {
		Configuration configuration = this.flyway.getConfiguration();
		List<String> resources = FlywayResources.of(configuration);
		if (resources == null) {
			return null;
		}
		Recipe recipe = new Recipe(FlywaySettings.describe(configuration), resources,
				new MigrationNames(configuration));
		// a strategy of the application's would let its callbacks run a second time
		return (this.isDefault || !hasCallbacks(recipe)) ? recipe : null;
	}

	@Override
	public @Nullable DataSource target() {
		return this.flyway.getConfiguration().getDataSource();
	}

	@Override
	public void run() {
		this.strategy.migrate(this.flyway);
	}

	/**
	 * Callbacks of a migration have run when the template was made.
	 */
	@Override
	public void runOnTop(Recipe recipe, boolean complete) {
		if (complete && hasCallbacks(recipe)) {
			this.flyway.validate();
		}
		else {
			run();
		}
	}

	private boolean hasCallbacks(Recipe recipe) {
		MigrationNames names = new MigrationNames(this.flyway.getConfiguration());
		return recipe.names().stream().anyMatch(names::isCallback);
	}

}
