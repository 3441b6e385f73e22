// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.external;

import java.util.List;

import io.agentdata.AgentDataException;
import io.agentdata.database.postgres.JdbcUrl;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL by URL cannot be used for tests. Nothing was made there.
 */
public final class ExternalServerException extends AgentDataException {

	private static final long serialVersionUID = 1L;

	private final String url;

	private ExternalServerException(String url, String description, List<String> remedies, @Nullable Throwable cause) {
		super("The external PostgreSQL cannot be used for tests.", description, remedies, cause);
		this.url = url;
	}

	static ExternalServerException unusable(String url, IllegalArgumentException reason) {
		String shown = JdbcUrl.withoutSecrets(url);
		return new ExternalServerException(shown,
				"The URL %s cannot be used: %s.".formatted(shown, reason.getMessage()),
				List.of("Write agent.data.external.url as jdbc:postgresql://host:5432/postgres, and the role in "
						+ "agent.data.external.username and agent.data.external.password."),
				reason);
	}

	static ExternalServerException refused(ExternalOptions options, Refusal refusal) {
		String shown = JdbcUrl.withoutSecrets(options.url());
		return new ExternalServerException(shown, "The role '%s' was to connect to %s, and that failed: %s"
			.formatted(options.username(), shown, refusal.reason()), refusal.remedies(), refusal.exception());
	}

	static ExternalServerException unfit(ExternalOptions options, String reason, String remedy) {
		String shown = JdbcUrl.withoutSecrets(options.url());
		return new ExternalServerException(shown,
				"The server at %s cannot take databases for tests: %s.".formatted(shown, reason), List.of(remedy),
				null);
	}

	/**
	 * Return where the server was looked for.
	 * @return the JDBC URL, without passwords
	 */
	public String url() {
		return this.url;
	}

}
