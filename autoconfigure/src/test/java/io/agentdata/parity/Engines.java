// SPDX-License-Identifier: Apache-2.0
package io.agentdata.parity;

import java.nio.file.Path;
import java.time.Duration;

import io.agentdata.AgentDataException;
import io.agentdata.database.DatabaseConfig.Pool;
import io.agentdata.database.DatabaseFactory;
import io.agentdata.database.Engine;
import io.agentdata.database.container.ContainerOptions;
import io.agentdata.database.embedded.EmbeddedOptions;
import io.agentdata.database.pglite.PgliteOptions;
import org.jspecify.annotations.Nullable;

/**
 * The engines as the tests run them: with the options of their application contexts, so
 * that they share a server with these.
 */
final class Engines {

	static final String NODE_MODULES = "../engine/src/test/pglite/node_modules";

	private Engines() {
	}

	/**
	 * Start an engine.
	 * @return why it does not start here, or {@code null} where it does
	 * @throws AgentDataException if it does not start in CI, where it should
	 */
	static @Nullable String obstacle(Engine engine) {
		try (DatabaseFactory factory = factory(engine)) {
			factory.server();
			return null;
		}
		catch (AgentDataException ex) {
			if ("true".equals(System.getenv("CI"))) {
				throw ex;
			}
			return "The engine %s does not start here: %s".formatted(engine, ex.getMessage());
		}
	}

	static DatabaseFactory factory(Engine engine) {
		String schema = "public";
		return switch (engine) {
			case EMBEDDED -> DatabaseFactory.embedded(EmbeddedOptions.defaults(), schema, Pool.DEFAULTS);
			case CONTAINER -> DatabaseFactory.container(ContainerOptions.defaults(), schema, Pool.DEFAULTS);
			case EXTERNAL -> DatabaseFactory.external(SharedServer.options(), schema, Pool.DEFAULTS);
			case PGLITE -> DatabaseFactory.pglite(
					new PgliteOptions(null, Path.of(NODE_MODULES), Duration.ofSeconds(60), Duration.ofSeconds(1)),
					schema, Pool.DEFAULTS);
			case H2 -> DatabaseFactory.h2(schema, Pool.DEFAULTS);
			case PRODUCTION -> throw new IllegalArgumentException("The production database is no test engine");
		};
	}

}
