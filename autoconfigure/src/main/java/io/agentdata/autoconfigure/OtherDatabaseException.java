// SPDX-License-Identifier: Apache-2.0
package io.agentdata.autoconfigure;

import java.util.List;

import io.agentdata.AgentDataException;

/**
 * The application is configured for another database than PostgreSQL. No database was
 * made.
 */
public final class OtherDatabaseException extends AgentDataException {

	private static final long serialVersionUID = 1L;

	OtherDatabaseException(String property, String value) {
		super("The application is configured for another database than PostgreSQL.",
				"The test asks for PostgreSQL, and the application has %s=%s. Its SQL would not fit."
					.formatted(property, value),
				List.of("Leave the property out of the tests, if production is PostgreSQL: @AgentDataTest(properties = \"%s=\")."
					.formatted(property),
						"Use @DataJpaTest or @JdbcTest without @AutoConfigureAgentData, if production is that other database."),
				null);
	}

}
