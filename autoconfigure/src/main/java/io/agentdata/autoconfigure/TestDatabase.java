// SPDX-License-Identifier: Apache-2.0
package io.agentdata.autoconfigure;

import io.agentdata.database.DatabaseConfig.Pool;
import io.agentdata.database.DatabaseFactory;
import io.agentdata.database.Engine;

import org.springframework.core.env.Environment;

/**
 * The way from an environment to the test engine that it asks for.
 */
public final class TestDatabase {

	private TestDatabase() {
	}

	/**
	 * Begin to start the test engine in the background, where one was chosen. So it
	 * starts while the application context does.
	 * @param environment the environment of the context to come, complete
	 * @throws io.agentdata.AgentDataException if the application does not fit the engine
	 */
	public static void prepare(Environment environment) {
		if (isChosen(environment)) {
			factory(environment).prepare();
			MigrationTool.prepare();
		}
	}

	/**
	 * Return whether databases begin with the templates of earlier runs: everywhere but
	 * in continuous integration, unless the property says otherwise.
	 * @param environment the environment of a context
	 * @return whether templates are used and kept
	 */
	public static boolean isWarm(Environment environment) {
		Boolean set = AgentDataProperties.from(environment).warmTemplate();
		return (set != null) ? set : !Boolean.parseBoolean(environment.getProperty("CI"));
	}

	static boolean isChosen(Environment environment) {
		EngineSelection selection = EngineSelection.of(environment);
		return selection != null && selection.engine() != Engine.PRODUCTION;
	}

	static DatabaseFactory factory(Environment environment) {
		EngineSelection selection = EngineSelection.of(environment);
		Engine engine = (selection != null) ? selection.engine() : Engine.EMBEDDED;
		AgentDataProperties properties = AgentDataProperties.from(environment);
		if (engine != Engine.H2) {
			PostgresApplication.verify(environment);
		}
		String schema = properties.schema();
		Pool pool = properties.databasePool();
		return switch (engine) {
			case EMBEDDED -> DatabaseFactory.embedded(
					properties.embeddedOptions(isWarm(environment) ? ProjectFolder.current() : null), schema, pool);
			case CONTAINER -> DatabaseFactory.container(properties.containerOptions(), schema, pool);
			case EXTERNAL -> DatabaseFactory.external(properties.externalOptions(), schema, pool);
			case PGLITE -> DatabaseFactory.pglite(properties.pgliteOptions(), schema, pool);
			case H2 -> DatabaseFactory.h2(schema, pool);
			case PRODUCTION -> throw new IllegalStateException("The production database is no test engine");
		};
	}

}
