// SPDX-License-Identifier: Apache-2.0
package io.agentdata.autoconfigure;

import java.util.List;

import io.agentdata.AgentDataException;

/**
 * The engine is production, and nothing says where the application's database is. Nothing
 * was connected to.
 */
public final class ProductionDatabaseException extends AgentDataException {

	private static final long serialVersionUID = 1L;

	ProductionDatabaseException(String reason) {
		super("The production database has no URL.",
				"The engine is PRODUCTION (%s), and neither agent.data.url nor spring.datasource.url is set; there is no DataSource bean either."
					.formatted(reason),
				List.of("Set agent.data.url, agent.data.username and agent.data.password, for instance from the environment: AGENT_DATA_URL=jdbc:postgresql://...",
						"Leave the profile 'production' out of the tests, to run them on the embedded PostgreSQL."),
				null);
	}

}
