// SPDX-License-Identifier: Apache-2.0
package io.agentdata.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;

import io.agentdata.database.DatabaseConfig;
import io.agentdata.database.container.ContainerOptions;
import io.agentdata.database.embedded.BinarySource;
import io.agentdata.database.embedded.EmbeddedOptions;
import io.agentdata.database.external.ExternalOptions;
import io.agentdata.database.pglite.PgliteOptions;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.env.Environment;

/**
 * The properties {@code agent.data.*}, read and checked in one place.
 *
 * @param engine Engine of the databases: embedded, container, external, pglite, h2,
 * production, or auto to let the active profiles choose. Tests with our annotations
 * default to auto.
 * @param url JDBC URL of the production database, in place of spring.datasource.url.
 * @param username User of the production database. Only used with agent.data.url.
 * @param password Password of the production database. Only used with agent.data.url.
 * @param schema Schema that unqualified names resolve to, before public.
 * @param warmTemplate Whether a test's database begins with what Flyway or Liquibase made
 * in an earlier run, if nothing has changed since. By default true, and false where the
 * environment variable CI is true.
 * @param pool the limits of the connection pool
 * @param embedded the embedded engine
 * @param container the engine in a container
 * @param external the engine that is shared
 * @param pglite the engine of Node.js
 */
@ConfigurationProperties(AgentDataProperties.PREFIX)
record AgentDataProperties(@Nullable String engine, @Nullable String url, @Nullable String username,
		@Nullable String password, @DefaultValue("public") String schema, @Nullable Boolean warmTemplate,
		@DefaultValue Pool pool, @DefaultValue Embedded embedded, @DefaultValue Container container,
		@DefaultValue External external, @DefaultValue Pglite pglite) {

	static final String PREFIX = "agent.data";

	static final String ENGINE = PREFIX + ".engine";

	static final String URL = PREFIX + ".url";

	private static final ReadOnce<AgentDataProperties> READ = new ReadOnce<>(AgentDataProperties::bind);

	/**
	 * Read the properties.
	 * @throws InvalidConfigurationPropertyValueException if one of them cannot be used
	 */
	static AgentDataProperties from(Environment environment) {
		return READ.from(environment);
	}

	private static AgentDataProperties bind(Environment environment) {
		AgentDataProperties properties = Binder.get(environment).bindOrCreate(PREFIX, AgentDataProperties.class);
		properties.pool.validate();
		properties.embedded.validate();
		positive("container.start-timeout", properties.container.startTimeout);
		positive("external.lease", properties.external.lease);
		positive("pglite.start-timeout", properties.pglite.startTimeout);
		positive("pglite.wait-timeout", properties.pglite.waitTimeout);
		return properties;
	}

	/**
	 * Return how the embedded server is had.
	 * @param project the folder of the project whose warm templates are kept, or
	 * {@code null} where none are
	 */
	EmbeddedOptions embeddedOptions(@Nullable Path project) {
		return this.embedded.options(project);
	}

	ContainerOptions containerOptions() {
		return new ContainerOptions(this.container.image, this.container.startTimeout);
	}

	/**
	 * Return where the shared server is.
	 * @throws InvalidConfigurationPropertyValueException if that was left out
	 */
	ExternalOptions externalOptions() {
		if (this.external.url == null || this.external.url.isBlank()) {
			throw invalid("external.url", "", "The engine external is a server that only this URL tells, such as "
					+ "jdbc:postgresql://db.example.com:5432/postgres.");
		}
		return new ExternalOptions(this.external.url,
				(this.external.username != null) ? this.external.username : System.getProperty("user.name"),
				(this.external.password != null) ? this.external.password : "", this.external.lease);
	}

	PgliteOptions pgliteOptions() {
		return new PgliteOptions(this.pglite.node, this.pglite.nodeModules, this.pglite.startTimeout,
				this.pglite.waitTimeout);
	}

	DatabaseConfig.Pool databasePool() {
		return new DatabaseConfig.Pool(this.pool.maxSize, this.pool.idleTimeout, this.pool.connectionTimeout);
	}

	private static void positive(String property, Duration value) {
		if (value.isZero() || value.isNegative()) {
			throw invalid(property, value, "It leaves no time.");
		}
	}

	private static InvalidConfigurationPropertyValueException invalid(String property, Object value, String reason) {
		return new InvalidConfigurationPropertyValueException(PREFIX + "." + property, value, reason);
	}

	/**
	 * The properties {@code agent.data.pool.*}.
	 *
	 * @param maxSize Most connections that the pool opens.
	 * @param idleTimeout Time after which an unused connection is closed, 10s or more.
	 * @param connectionTimeout Longest wait for a connection, 250ms or more.
	 */
	record Pool(@Nullable Integer maxSize, @Nullable Duration idleTimeout, @Nullable Duration connectionTimeout) {

		private static final Duration SHORTEST_IDLE = Duration.ofSeconds(10);

		private static final Duration SHORTEST_CONNECTION = Duration.ofMillis(250);

		private void validate() {
			if (this.maxSize != null && this.maxSize < 1) {
				throw invalid("pool.max-size", this.maxSize, "A pool needs room for 1 connection or more.");
			}
			if (this.idleTimeout != null && this.idleTimeout.compareTo(SHORTEST_IDLE) < 0) {
				throw invalid("pool.idle-timeout", this.idleTimeout,
						"HikariCP closes no connection before 10s of idleness.");
			}
			if (this.connectionTimeout != null && this.connectionTimeout.compareTo(SHORTEST_CONNECTION) < 0) {
				throw invalid("pool.connection-timeout", this.connectionTimeout, "HikariCP takes no less than 250ms.");
			}
		}

	}

	/**
	 * The properties {@code agent.data.embedded.*}.
	 *
	 * @param binaries Where PostgreSQL's programs come from: classpath, or installed on
	 * the machine.
	 * @param home Folder of an installed PostgreSQL, the one that holds bin. Looked for
	 * by default.
	 * @param port TCP port of the server, or 0 for any free one.
	 * @param startTimeout Longest time that initdb, and then the server, may go without
	 * progress while they start.
	 * @param cacheDirectory Folder that keeps unpacked binaries and initialised clusters.
	 * The user's cache folder by default.
	 * @param temporaryDirectory Folder that holds the data while the server runs. By
	 * default /dev/shm where it has 1 GB of room, else the system's temporary folder.
	 * @param share Whether the JVMs of a build have one server, or each its own.
	 */
	record Embedded(@DefaultValue("classpath") BinarySource binaries, @Nullable Path home, @DefaultValue("0") int port,
			@DefaultValue("30s") Duration startTimeout, @Nullable Path cacheDirectory,
			@Nullable Path temporaryDirectory, @DefaultValue("true") boolean share) {

		private static final int LAST_PORT = 65535;

		private void validate() {
			if (this.port < 0 || this.port > LAST_PORT) {
				throw invalid("embedded.port", this.port, "TCP ports are 1 to 65535; 0 stands for any free one.");
			}
			if (this.startTimeout.isZero() || this.startTimeout.isNegative()) {
				throw invalid("embedded.start-timeout", this.startTimeout, "It leaves no time to start.");
			}
		}

		private EmbeddedOptions options(@Nullable Path project) {
			Path temporary = (this.temporaryDirectory != null) ? this.temporaryDirectory
					: EmbeddedOptions.defaults().temporaryDirectory();
			return new EmbeddedOptions(this.binaries, this.home, this.port, this.startTimeout, this.cacheDirectory,
					temporary, this.share, project);
		}

	}

	/**
	 * The properties {@code agent.data.container.*}.
	 *
	 * @param image Docker image of PostgreSQL with pgvector.
	 * @param startTimeout Longest time that the container may go without progress while
	 * it starts.
	 */
	record Container(@DefaultValue(ContainerOptions.DEFAULT_IMAGE) String image,
			@DefaultValue("60s") Duration startTimeout) {

	}

	/**
	 * The properties {@code agent.data.external.*}.
	 *
	 * @param url JDBC URL of the shared PostgreSQL, with its parameters. Databases are
	 * made there.
	 * @param username Role that makes the databases. The user of the machine by default.
	 * @param password Password of the role.
	 * @param lease Time after which databases are dropped whose JVM was killed.
	 */
	record External(@Nullable String url, @Nullable String username, @Nullable String password,
			@DefaultValue("10m") Duration lease) {

	}

	/**
	 * The properties {@code agent.data.pglite.*}.
	 *
	 * @param node Program of Node.js. Taken from the PATH by default.
	 * @param nodeModules Folder node_modules that holds PGlite. Looked for from the
	 * working directory upwards by default.
	 * @param startTimeout Longest time that PGlite may go without progress while it
	 * starts.
	 * @param waitTimeout Longest time that a connection waits for another one's
	 * transaction.
	 */
	record Pglite(@Nullable Path node, @Nullable Path nodeModules, @DefaultValue("60s") Duration startTimeout,
			@DefaultValue("1s") Duration waitTimeout) {

	}

}
