// SPDX-License-Identifier: Apache-2.0
package io.agentdata.warm;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FlywaySettings}.
 */
class FlywaySettingsTests {

	@Test
	void descriptionIsTheSameBeforeAndAfterUse() {
		FluentConfiguration used = Flyway.configure();
		// sets another setting
		assertThat(used.getTarget()).isEqualTo(MigrationVersion.LATEST);
		assertThat(FlywaySettings.describe(Flyway.configure())).isEqualTo(FlywaySettings.describe(used));
	}

	@Test
	void descriptionTellsSettingsApart() {
		assertThat(FlywaySettings.describe(Flyway.configure().target("2")))
			.isNotEqualTo(FlywaySettings.describe(Flyway.configure()));
	}

}
