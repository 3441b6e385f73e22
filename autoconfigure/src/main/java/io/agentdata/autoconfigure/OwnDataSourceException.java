// SPDX-License-Identifier: Apache-2.0
package io.agentdata.autoconfigure;

import java.util.List;

import io.agentdata.AgentDataException;

/**
 * The application declares a DataSource bean, so that its tests would not reach the test
 * database. Nothing was connected to.
 */
public final class OwnDataSourceException extends AgentDataException {

	private static final long serialVersionUID = 1L;

	OwnDataSourceException(String bean, String origin) {
		super("The application has a DataSource bean of its own.",
				"The test's database is reached through the DataSource that Spring Boot makes, and the bean '%s' of %s takes its place."
					.formatted(bean, origin),
				List.of("Use @AgentDataTest instead of @SpringBootTest: a test slice leaves the application's @Configuration classes out.",
						"Keep the bean out of the tests, for instance with @Profile(\"!test\") on it and @ActiveProfiles(\"test\") on the test.",
						"Describe the connection with spring.datasource.* instead of a bean.",
						"Declare a second DataSource beside Spring Boot's with @Bean(defaultCandidate = false)."),
				null);
	}

}
