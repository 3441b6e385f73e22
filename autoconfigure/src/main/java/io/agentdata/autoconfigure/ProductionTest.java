// SPDX-License-Identifier: Apache-2.0
package io.agentdata.autoconfigure;

import java.util.Map;

import io.agentdata.database.Engine;

import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * A test whose engine is the production database.
 */
public final class ProductionTest {

	/**
	 * What would change the schema or fill it when the application starts.
	 */
	private static final Map<String, Object> NOTHING_AT_THE_START = Map.of("spring.flyway.enabled", "false",
			"spring.liquibase.enabled", "false", "spring.sql.init.mode", "never", "spring.jpa.generate-ddl", "false",
			"spring.jpa.hibernate.ddl-auto", "none");

	private ProductionTest() {
	}

	/**
	 * Refuse the test, or let it run with all switched off that the application would do
	 * to the database at its start. Nothing happens where another engine was chosen.
	 * @param environment the environment of the context to come, complete
	 * @throws io.agentdata.AgentDataException if the test was not allowed
	 */
	public static void prepare(ConfigurableEnvironment environment) {
		EngineSelection selection = EngineSelection.of(environment);
		if (selection == null || selection.engine() != Engine.PRODUCTION) {
			return;
		}
		if (!AgentDataProperties.from(environment).allowProductionTests()) {
			throw new ProductionTestException(selection.reason());
		}
		environment.getPropertySources()
			.addFirst(new MapPropertySource("agentDataProductionTest", NOTHING_AT_THE_START));
	}

}
