// SPDX-License-Identifier: Apache-2.0
package io.agentdata.autoconfigure;

import io.agentdata.database.DatabaseConfig;
import io.agentdata.database.DatabaseFactory;
import io.agentdata.database.Engine;
import io.agentdata.database.postgres.JdbcUrl;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

import org.springframework.core.env.Environment;

/**
 * Databases for those who build their application by hand, without the beans of the
 * auto-configuration: the same properties and profiles choose the same engine.
 *
 * <pre class="code">
 * DatabaseConfig config = DatabaseFactories.createConfig(environment, "conversations");
 * Agent agent = new Agent(connect(config.url(), config.username(), config.password()));
 * </pre>
 */
public final class DatabaseFactories {

	private static final String URL = "spring.datasource.url";

	private DatabaseFactories() {
	}

	/**
	 * Return a factory on the engine that an environment asks for; without any wish, on
	 * the application's own database.
	 * @param environment where the properties and the active profiles are
	 * @return a factory that the caller closes
	 * @throws io.agentdata.AgentDataException if several engines are asked for, or the
	 * production database has no URL
	 */
	public static DatabaseFactory create(Environment environment) {
		if (TestDatabase.isChosen(environment)) {
			return TestDatabase.factory(environment);
		}
		DatabaseConfig config = production(environment);
		return DatabaseFactory.production(() -> config, () -> {
			PGSimpleDataSource dataSource = new PGSimpleDataSource();
			dataSource.setUrl(config.url());
			dataSource.setUser(config.username());
			dataSource.setPassword(config.password());
			return dataSource;
		});
	}

	/**
	 * Return how to connect to a database. On a test engine each call makes one, empty,
	 * which vanishes with the engine's server at the end of the JVM; in production it is
	 * the application's own.
	 * @param environment where the properties and the active profiles are
	 * @param testId the scope that the database is for, not blank
	 * @return the connection's coordinates
	 * @throws io.agentdata.AgentDataException if there is no such database, and none can
	 * be made
	 */
	public static DatabaseConfig createConfig(Environment environment, String testId) {
		return create(environment).database(testId).config();
	}

	private static DatabaseConfig production(Environment environment) {
		AgentDataProperties properties = AgentDataProperties.from(environment);
		boolean ours = properties.url() != null;
		String url = ours ? properties.url() : environment.getProperty(URL);
		if (url == null || url.isBlank()) {
			throw new ProductionDatabaseException("no profile or property names a test engine");
		}
		return new DatabaseConfig(Engine.PRODUCTION, JdbcUrl.withSchema(url, properties.schema()), properties.schema(),
				credential(ours, properties.username(), environment, "spring.datasource.username"),
				credential(ours, properties.password(), environment, "spring.datasource.password"),
				properties.databasePool());
	}

	private static @Nullable String credential(boolean ours, @Nullable String own, Environment environment,
			String property) {
		return ours ? own : environment.getProperty(property);
	}

}
