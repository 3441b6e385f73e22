// SPDX-License-Identifier: Apache-2.0
package io.agentdata.autoconfigure;

import java.sql.SQLException;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/**
 * Explains a migration that creates a role which another context or JVM has created on
 * the same server.
 */
final class ExistingRoleFailureAnalyzer extends AbstractFailureAnalyzer<SQLException> {

	private static final String DUPLICATE_OBJECT = "42710";

	/**
	 * Of several sessions that create a role at the same time all but the first one wait
	 * for its end, and fail at this index of the catalog.
	 */
	private static final String UNIQUE_VIOLATION = "23505";

	private static final String ROLE_NAMES = "pg_authid_rolname_index";

	private final Environment environment;

	ExistingRoleFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, SQLException cause) {
		if (!TestDatabase.isChosen(this.environment) || !(isThereAlready(cause) || isCreatedAtTheSameTime(cause))) {
			return null;
		}
		return new FailureAnalysis(
				"The schema creates a role that the server has already.%nRoles belong to the server, and not to a database of it. %s"
					.formatted(cause.getMessage()),
				Actions.bullets(List.of(
						"Create it where it is missing: DO $$ BEGIN CREATE ROLE …; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$",
						"Where each JVM creates it once, give each a server of its own: agent.data.embedded.share=false.")),
				cause);
	}

	private static boolean isThereAlready(SQLException cause) {
		return DUPLICATE_OBJECT.equals(cause.getSQLState()) && String.valueOf(cause.getMessage()).contains("role \"");
	}

	private static boolean isCreatedAtTheSameTime(SQLException cause) {
		ServerErrorMessage answer = (cause instanceof PSQLException ofDriver) ? ofDriver.getServerErrorMessage() : null;
		return answer != null && UNIQUE_VIOLATION.equals(answer.getSQLState())
				&& ROLE_NAMES.equals(answer.getConstraint());
	}

}
