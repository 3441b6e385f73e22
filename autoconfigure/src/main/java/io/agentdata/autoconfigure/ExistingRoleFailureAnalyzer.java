// SPDX-License-Identifier: Apache-2.0
package io.agentdata.autoconfigure;

import java.sql.SQLException;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/**
 * Explains a migration that creates a role which another context or JVM has created on
 * the same server.
 */
final class ExistingRoleFailureAnalyzer extends AbstractFailureAnalyzer<SQLException> {

	private static final String DUPLICATE_OBJECT = "42710";

	private final Environment environment;

	ExistingRoleFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, SQLException cause) {
		String message = String.valueOf(cause.getMessage());
		if (!TestDatabase.isChosen(this.environment) || !DUPLICATE_OBJECT.equals(cause.getSQLState())
				|| !message.contains("role \"")) {
			return null;
		}
		return new FailureAnalysis(
				"The schema creates a role that the server has already.%nRoles belong to the server, and not to a database of it. %s"
					.formatted(message),
				Actions.bullets(List.of(
						"Create it where it is missing: DO $$ BEGIN CREATE ROLE …; EXCEPTION WHEN duplicate_object THEN NULL; END $$",
						"Where each JVM creates it once, give each a server of its own: agent.data.embedded.share=false.")),
				cause);
	}

}
