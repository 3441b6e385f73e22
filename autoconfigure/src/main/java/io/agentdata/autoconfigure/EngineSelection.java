// SPDX-License-Identifier: Apache-2.0
package io.agentdata.autoconfigure;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import io.agentdata.database.Engine;
import io.agentdata.database.h2.H2Database;
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

	private static final Logger logger = LoggerFactory.getLogger(EngineSelection.class);

	private static final String AUTO = "auto";

	private static final ReadOnce<Optional<EngineSelection>> READ = new ReadOnce<>(
			(environment) -> Optional.ofNullable(select(environment)));

	/**
	 * Choose by {@code agent.data.engine} and the active profiles. Outside of tests the
	 * one profile that counts is {@code production}; the names of the others are common.
	 * @return the choice, or {@code null} where neither asks for one
	 * @throws InvalidConfigurationPropertyValueException if no engine has that name
	 * @throws SeveralEnginesException if several profiles name one
	 */
	static @Nullable EngineSelection of(Environment environment) {
		return READ.from(environment).orElse(null);
	}

	private static @Nullable EngineSelection select(Environment environment) {
		String name = environment.getProperty(AgentDataProperties.ENGINE);
		if (name == null || name.isBlank()) {
			return isActive(environment, Engine.PRODUCTION) ? ofProfile(Engine.PRODUCTION) : null;
		}
		if (!name.equalsIgnoreCase(AUTO)) {
			return new EngineSelection(engine(name), "agent.data.engine=" + name);
		}
		List<Engine> active = Arrays.stream(Engine.values()).filter((engine) -> isActive(environment, engine)).toList();
		return switch (active.size()) {
			case 0 -> AutomaticChoice.of(environment);
			case 1 -> ofProfile(active.get(0));
			default -> throw new SeveralEnginesException(active);
		};
	}

	/**
	 * Log the choice in one line, with its reason.
	 */
	static void announce(Environment environment) {
		EngineSelection selection = of(environment);
		if (selection != null) {
			logger.info("Engine {}: {}", selection.engine(), selection.reason());
			if (selection.engine() == Engine.H2) {
				logger.warn(H2Database.NOT_FAITHFUL);
			}
		}
	}

	private static EngineSelection ofProfile(Engine engine) {
		return new EngineSelection(engine, "the profile '%s' is active".formatted(engine.id()));
	}

	private static boolean isActive(Environment environment, Engine engine) {
		return environment.acceptsProfiles(Profiles.of(engine.id()));
	}

	private static Engine engine(String name) {
		return Arrays.stream(Engine.values())
			.filter((engine) -> engine.name().equalsIgnoreCase(name))
			.findFirst()
			.orElseThrow(() -> new InvalidConfigurationPropertyValueException(AgentDataProperties.ENGINE, name,
					"No engine has this name. The engines are: %s, %s.".formatted(AUTO,
							Arrays.stream(Engine.values()).map(Engine::id).collect(Collectors.joining(", ")))));
	}

}
