// SPDX-License-Identifier: Apache-2.0
package io.agentdata.autoconfigure;

import io.agentdata.database.DatabaseConfig;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/**
 * The way to the context's database, for Boot's own DataSource.
 *
 * @param config how to connect
 */
record TestConnectionDetails(DatabaseConfig config) implements JdbcConnectionDetails {

	@Override
	public @Nullable String getUsername() {
		return this.config.username();
	}

	@Override
	public @Nullable String getPassword() {
		return this.config.password();
	}

	@Override
	public String getJdbcUrl() {
		return this.config.url();
	}

}
