// SPDX-License-Identifier: Apache-2.0
package io.agentdata.autoconfigure;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

import io.agentdata.database.Engine;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;

/**
 * The choice of the engine, made in this one place.
 *
 * @param engine the engine to use
 * @param reason why, as the end of a sentence
 */
record EngineSelection(Engine engine, String reason) {

	private static final EngineSelection PRODUCTION = new EngineSelection(Engine.PRODUCTION,
			"the profile 'production' is active");

	private static final Logger logger = LoggerFactory.getLogger(EngineSelection.class);

	private static final String AUTO = "auto";

	private static final String PRODUCTION_PROFILE = "production";

	/**
	 * Choose by {@code agent.data.engine} and the active profiles.
	 * @return the choice, or {@code null} where neither asks for one
	 * @throws InvalidConfigurationPropertyValueException if no engine has that name
	 */
	static @Nullable EngineSelection of(Environment environment) {
		String name = environment.getProperty(AgentDataProperties.ENGINE);
		boolean production = environment.acceptsProfiles(Profiles.of(PRODUCTION_PROFILE));
		if (name == null || name.isBlank()) {
			return production ? PRODUCTION : null;
		}
		if (!name.equalsIgnoreCase(AUTO)) {
			return new EngineSelection(engine(name), "agent.data.engine=" + name);
		}
		return production ? PRODUCTION : new EngineSelection(Engine.EMBEDDED, "no active profile names another engine");
	}

	/**
	 * Log the choice in one line, with its reason.
	 */
	static void announce(Environment environment) {
		EngineSelection selection = of(environment);
		if (selection != null) {
			logger.info("Engine {}: {}", selection.engine(), selection.reason());
		}
	}

	private static Engine engine(String name) {
		return Arrays.stream(Engine.values())
			.filter((engine) -> engine.name().equalsIgnoreCase(name))
			.findFirst()
			.orElseThrow(() -> new InvalidConfigurationPropertyValueException(AgentDataProperties.ENGINE, name,
					"No engine has this name. The engines are: %s, %s.".formatted(AUTO,
							Arrays.stream(Engine.values())
								.map((engine) -> engine.name().toLowerCase(Locale.ROOT))
								.collect(Collectors.joining(", ")))));
	}

}
