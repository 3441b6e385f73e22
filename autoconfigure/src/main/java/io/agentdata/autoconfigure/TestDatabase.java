// SPDX-License-Identifier: Apache-2.0
package io.agentdata.autoconfigure;

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
		}
	}

	static boolean isChosen(Environment environment) {
		EngineSelection selection = EngineSelection.of(environment);
		return selection != null && selection.engine() != Engine.PRODUCTION;
	}

	static DatabaseFactory factory(Environment environment) {
		PostgresApplication.verify(environment);
		AgentDataProperties properties = AgentDataProperties.from(environment);
		return DatabaseFactory.embedded(properties.embeddedOptions(), properties.schema(), properties.databasePool());
	}

}
