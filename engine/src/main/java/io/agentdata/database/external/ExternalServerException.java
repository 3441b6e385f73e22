// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.external;

import java.util.List;

import io.agentdata.AgentDataException;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL by URL cannot be used for tests. Nothing was made there.
 */
public final class ExternalServerException extends AgentDataException {

	private static final long serialVersionUID = 1L;

	private final String url;

	ExternalServerException(String url, String description, List<String> remedies, @Nullable Throwable cause) {
		super("The external PostgreSQL cannot be used for tests.", "%s: %s".formatted(url, description), remedies,
				cause);
		this.url = url;
	}

	/**
	 * Return where the server was looked for.
	 * @return the JDBC URL, without user and password
	 */
	public String url() {
		return this.url;
	}

}
