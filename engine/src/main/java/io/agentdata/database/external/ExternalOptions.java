// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.external;

import java.time.Duration;

/**
 * Where a shared PostgreSQL is. Equal options share what this JVM makes there.
 *
 * @param url the JDBC URL of a database that is there to begin with, with the parameters
 * that connections need, such as {@code sslmode=verify-full}
 * @param username a role that may create databases
 * @param password the role's password, which may be empty
 * @param lease how long the databases of a JVM are kept after it was last connected
 */
public record ExternalOptions(String url, String username, String password, Duration lease) {

	/**
	 * The lease that needs no thought: longer than a restart of the server, shorter than
	 * a lunch.
	 */
	public static final Duration DEFAULT_LEASE = Duration.ofMinutes(10);

	/**
	 * Check that the options can be tried at all.
	 * @throws IllegalArgumentException if the lease is not positive
	 */
	public ExternalOptions {
		if (lease.isZero() || lease.isNegative()) {
			throw new IllegalArgumentException(
					"The lease %s would let others drop databases that are in use. Give a positive one."
						.formatted(lease));
		}
	}

	/**
	 * Return the options in words, without the password.
	 */
	@Override
	public String toString() {
		return "ExternalOptions[url=%s, username=%s, lease=%s]".formatted(this.url, this.username, this.lease);
	}

}
