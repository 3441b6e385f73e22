// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.external;

import java.time.Duration;

import io.agentdata.database.postgres.JdbcUrl;

/**
 * Where a shared PostgreSQL is. Equal options share what this JVM makes there.
 *
 * @param url the JDBC URL of a database that is there to begin with, with the parameters
 * that connections need, such as {@code sslmode=verify-full}
 * @param username a role that may create databases
 * @param password the role's password, which may be empty
 * @param lease how long the databases of this JVM are kept after it was last connected
 */
public record ExternalOptions(String url, String username, String password, Duration lease) {

	/**
	 * The lease that needs no thought: longer than a restart of the server, shorter than
	 * a lunch.
	 */
	public static final Duration DEFAULT_LEASE = Duration.ofMinutes(10);

	private static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);

	/**
	 * Check that the options can be tried at all.
	 * @throws IllegalArgumentException if the lease is shorter than a second
	 */
	public ExternalOptions {
		if (lease.compareTo(SHORTEST_LEASE) < 0) {
			throw new IllegalArgumentException(
					"The lease %s would let others drop databases that are in use. Give a second or more."
						.formatted(lease));
		}
	}

	/**
	 * Return the options in words, without passwords.
	 */
	@Override
	public String toString() {
		return "ExternalOptions[url=%s, username=%s, lease=%s]".formatted(JdbcUrl.withoutSecrets(this.url),
				this.username, this.lease);
	}

}
