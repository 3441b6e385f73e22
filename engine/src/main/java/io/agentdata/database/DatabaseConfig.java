// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database;

import java.time.Duration;

import io.agentdata.database.postgres.JdbcUrl;
import org.jspecify.annotations.Nullable;

/**
 * How to connect to one database.
 *
 * @param type the engine that the database lives on
 * @param url the JDBC URL, without user and password
 * @param schema the schema that unqualified names resolve to, before {@code public}
 * @param username the role to connect as, or {@code null} where the URL says it
 * @param password the role's password, or {@code null} where none is needed
 * @param pool the limits of a connection pool on this database
 */
public record DatabaseConfig(Engine type, String url, String schema, @Nullable String username,
		@Nullable String password, Pool pool) {

	DatabaseConfig withUrl(String other) {
		return new DatabaseConfig(this.type, other, this.schema, this.username, this.password, this.pool);
	}

	/**
	 * Return the configuration in words, without the password.
	 */
	@Override
	public String toString() {
		return "DatabaseConfig[type=%s, url=%s, schema=%s, username=%s, pool=%s]".formatted(this.type,
				JdbcUrl.withoutSecrets(this.url), this.schema, this.username, this.pool);
	}

	/**
	 * The limits of a connection pool. A {@code null} leaves the pool's own default.
	 *
	 * @param maxSize the most connections that may be open at once, 1 or more
	 * @param idleTimeout how long an unused connection stays open
	 * @param connectionTimeout how long a caller waits for a connection
	 */
	public record Pool(@Nullable Integer maxSize, @Nullable Duration idleTimeout,
			@Nullable Duration connectionTimeout) {

		/**
		 * A pool with its own defaults.
		 */
		public static final Pool DEFAULTS = new Pool(null, null, null);

	}

}
