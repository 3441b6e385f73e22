// SPDX-License-Identifier: Apache-2.0
package io.agentdata.autoconfigure;

import io.agentdata.database.postgres.JdbcUrl;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/**
 * The way to the application's own database: {@code agent.data.url} where it is set, else
 * {@code spring.datasource.*} as Boot reads it.
 *
 * @param agentData our properties
 * @param dataSource Boot's properties
 */
record ProductionConnectionDetails(AgentDataProperties agentData,
		DataSourceProperties dataSource) implements JdbcConnectionDetails {

	@Override
	public @Nullable String getUsername() {
		return (this.agentData.url() != null) ? this.agentData.username() : this.dataSource.determineUsername();
	}

	@Override
	public @Nullable String getPassword() {
		return (this.agentData.url() != null) ? this.agentData.password() : this.dataSource.determinePassword();
	}

	@Override
	public String getJdbcUrl() {
		return (this.agentData.url() != null) ? JdbcUrl.withSchema(this.agentData.url(), this.agentData.schema())
				: this.dataSource.determineUrl();
	}

	@Override
	public String getDriverClassName() {
		return (this.agentData.url() != null) ? JdbcConnectionDetails.super.getDriverClassName()
				: this.dataSource.determineDriverClassName();
	}

}
