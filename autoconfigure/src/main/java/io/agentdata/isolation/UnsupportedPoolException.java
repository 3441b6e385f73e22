// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.util.List;

import io.agentdata.AgentDataException;

/**
 * The application's connection pool is none that tests can be kept apart with.
 */
final class UnsupportedPoolException extends AgentDataException {

	private static final long serialVersionUID = 1L;

	UnsupportedPoolException(Class<?> pool) {
		super("Tests cannot be isolated with this connection pool.",
				"The DataSource is a %s. Its connections cannot be watched, nor led to a clone."
					.formatted(pool.getName()),
				List.of("Let Spring Boot choose HikariCP: add com.zaxxer:HikariCP, and take spring.datasource.type away.",
						"Where production needs the other pool, set spring.datasource.type="
								+ "com.zaxxer.hikari.HikariDataSource for tests."),
				null);
	}

}
