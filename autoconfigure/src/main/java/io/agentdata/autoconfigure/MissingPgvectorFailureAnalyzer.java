// SPDX-License-Identifier: Apache-2.0
package io.agentdata.autoconfigure;

import java.sql.SQLException;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/**
 * Explains a schema that needs pgvector on a PostgreSQL that has none.
 */
final class MissingPgvectorFailureAnalyzer extends AbstractFailureAnalyzer<SQLException> {

	private static final String FEATURE_NOT_SUPPORTED = "0A000";

	private final Environment environment;

	MissingPgvectorFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, SQLException cause) {
		String message = String.valueOf(cause.getMessage());
		if (!TestDatabase.isChosen(this.environment) || !FEATURE_NOT_SUPPORTED.equals(cause.getSQLState())
				|| !message.contains("extension \"vector\"")) {
			return null;
		}
		return new FailureAnalysis("The schema needs pgvector, and this PostgreSQL has none.%n%s".formatted(message),
				Actions.bullets(List.of(
						"On linux-amd64 and linux-arm64: add io.agentdata:agent-data-pgvector-binaries with test scope; agent-data-test-spring-boot-starter brings it.",
						"Elsewhere: install PostgreSQL with pgvector (macOS: brew install postgresql@17 pgvector) and set agent.data.embedded.binaries=installed.")),
				cause);
	}

}
