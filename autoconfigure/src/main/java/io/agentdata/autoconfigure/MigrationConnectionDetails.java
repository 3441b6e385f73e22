// SPDX-License-Identifier: Apache-2.0
package io.agentdata.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.flyway.autoconfigure.FlywayConnectionDetails;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseConnectionDetails;

/**
 * Connection details that name nothing, so that the migration tool takes the DataSource,
 * where the ones that they replace would read {@code spring.flyway.url} or
 * {@code spring.liquibase.url}.
 */
final class MigrationConnectionDetails {

	private MigrationConnectionDetails() {
	}

	/**
	 * For Flyway.
	 */
	record OfFlyway() implements FlywayConnectionDetails {

		@Override
		public @Nullable String getUsername() {
			return null;
		}

		@Override
		public @Nullable String getPassword() {
			return null;
		}

		@Override
		public @Nullable String getJdbcUrl() {
			return null;
		}

	}

	/**
	 * For Liquibase.
	 */
	record OfLiquibase() implements LiquibaseConnectionDetails {

		@Override
		public @Nullable String getUsername() {
			return null;
		}

		@Override
		public @Nullable String getPassword() {
			return null;
		}

		@Override
		public @Nullable String getJdbcUrl() {
			return null;
		}

	}

}
