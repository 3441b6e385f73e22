// SPDX-License-Identifier: Apache-2.0
package io.agentdata.autoconfigure;

import java.util.List;

import io.agentdata.AgentDataException;

/**
 * The application reaches its database through R2DBC, and has no DataSource. Nothing was
 * connected to.
 */
public final class ReactiveDatabaseException extends AgentDataException {

	private static final long serialVersionUID = 1L;

	ReactiveDatabaseException(String bean) {
		super("The application reaches its database through R2DBC, which test databases are not for.",
				"A test's database is reached through the JDBC DataSource that Spring Boot makes. There is none beside the ConnectionFactory bean '%s', which would lead to the application's own database."
					.formatted(bean),
				List.of("Take @AgentDataTest or @AutoConfigureAgentData off tests that need R2DBC, and give those a database of their own, for instance with Testcontainers and @ServiceConnection.",
						"For tests of what goes through JDBC, set spring.autoconfigure.exclude=org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration: Spring Boot makes a DataSource then."),
				null);
	}

}
