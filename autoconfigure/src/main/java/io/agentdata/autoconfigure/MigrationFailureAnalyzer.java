// SPDX-License-Identifier: Apache-2.0
package io.agentdata.autoconfigure;

import java.util.List;

import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.internal.sqlscript.FlywaySqlScriptException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/**
 * Sets out a migration that failed on a test's database. Flyway's own message names the
 * file and the line, and withholds the statement.
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
		if (String.valueOf(cause.getMessage()).contains("Unsupported Database")) {
			return new FailureAnalysis("Flyway does not know PostgreSQL.%n%s".formatted(cause.getMessage()), Actions
				.bullets(List
					.of("Add org.flywaydb:flyway-database-postgresql to the application: production needs it too.")),
					cause);
		}
		FlywaySqlScriptException script = script(cause);
		return (script != null) ? analyze(cause, script) : null;
	}

	private static FailureAnalysis analyze(FlywayException cause, FlywaySqlScriptException script) {
		return new FailureAnalysis(
				"A migration failed on the test's new, empty database.%n%s%nThe statement is:%n%s"
					.formatted(cause.getMessage(), script.getStatement().strip().indent(4)),
				Actions.bullets(List.of("Mend the statement at that line of that file: production would refuse it too.",
						"If production accepts it, compare the versions: the test's database is PostgreSQL 17.",
						"If the migrations expect something that production had before the first of them, make it in a migration of the tests (spring.flyway.locations).")),
				cause);
	}

	private static @Nullable FlywaySqlScriptException script(@Nullable Throwable cause) {
		return (cause instanceof FlywaySqlScriptException script) ? script
				: (cause != null) ? script(cause.getCause()) : null;
	}

}
