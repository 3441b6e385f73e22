// SPDX-License-Identifier: Apache-2.0
package io.agentdata.autoconfigure;

import java.util.List;

import io.agentdata.AgentDataException;

/**
 * A migration tool would reach another database than the test's. It has not run.
 */
public final class ForeignMigrationException extends AgentDataException {

	private static final long serialVersionUID = 1L;

	ForeignMigrationException(String tool, String bean, String url, String expected) {
		super("A migration would reach another database than the test's.",
				"The %s bean '%s' migrates %s, and the test's database is %s.".formatted(tool, bean, url, expected),
				List.of("Remove the bean, and let Spring Boot configure %s.".formatted(tool),
						"Give the bean the DataSource that Spring injects, instead of a URL."),
				null);
	}

}
