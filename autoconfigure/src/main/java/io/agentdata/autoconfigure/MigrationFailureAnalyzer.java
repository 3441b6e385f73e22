// SPDX-License-Identifier: Apache-2.0
package io.agentdata.autoconfigure;

import java.util.List;

import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/**
 * Sets out a migration that failed on a test's database. Flyway's own message names the
 * file, the line and the statement.
 */
final class MigrationFailureAnalyzer extends AbstractFailureAnalyzer<FlywayException> {

	private final Environment environment;

	MigrationFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, FlywayException cause) {
		if (!TestDatabase.isChosen(this.environment)) {
			return null;
		}
		return new FailureAnalysis(
				"A migration failed on the test's new, empty database.%n%s".formatted(cause.getMessage()),
				Actions.bullets(List.of("Mend the statement that is named above: production would refuse it too.",
						"If production refuses nothing, compare the versions: the test's database is PostgreSQL 17.",
						"If the migrations expect what production had before the first of them, add it to a migration of the tests: spring.flyway.locations.")),
				cause);
	}

}
