// SPDX-License-Identifier: Apache-2.0
package io.agentdata.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import io.agentdata.database.Engine;
import io.agentdata.database.container.ContainerServer;
import io.agentdata.database.embedded.EmbeddedOptions;
import io.agentdata.database.embedded.EmbeddedServer;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * The choice of an engine that nothing names: the first that could run here, in the order
 * of what it offers. None is started to find out.
 */
final class AutomaticChoice {

	private static final String TESTCONTAINERS = "org.testcontainers.containers.GenericContainer";

	private static final String H2 = "org.h2.Driver";

	private final List<String> obstacles = new ArrayList<>();

	private AutomaticChoice() {
	}

	/**
	 * Choose an engine. Where none could run, it is the embedded one, whose failure tells
	 * what to add.
	 */
	static EngineSelection of(Environment environment) {
		return new AutomaticChoice().choose(AgentDataProperties.from(environment));
	}

	private EngineSelection choose(AgentDataProperties properties) {
		EmbeddedOptions embedded = properties.embeddedOptions(null);
		String url = properties.external().url();
		if (isFree(Engine.EMBEDDED, EmbeddedServer.obstacle(embedded, true))) {
			return chosen(Engine.EMBEDDED, "no active profile names another engine");
		}
		if (isFree(Engine.CONTAINER, obstacleToContainer())) {
			return chosen(Engine.CONTAINER, "Docker answers");
		}
		if (isFree(Engine.EXTERNAL, (url != null) ? null : "agent.data.external.url is not set")) {
			return chosen(Engine.EXTERNAL, "agent.data.external.url is set");
		}
		if (EmbeddedServer.obstacle(embedded, false) == null) {
			return chosen(Engine.EMBEDDED, "it can do without pgvector");
		}
		return isPresent(H2) ? chosen(Engine.H2, "no other engine can run here")
				: chosen(Engine.EMBEDDED, "no engine can run here");
	}

	private boolean isFree(Engine engine, @Nullable String obstacle) {
		if (obstacle != null) {
			this.obstacles.add("%s: %s".formatted(engine, obstacle));
		}
		return obstacle == null;
	}

	private EngineSelection chosen(Engine engine, String reason) {
		return new EngineSelection(engine, this.obstacles.isEmpty() ? reason
				: "%s (not %s)".formatted(reason, String.join("; not ", this.obstacles)));
	}

	private static @Nullable String obstacleToContainer() {
		if (!isPresent(TESTCONTAINERS)) {
			return "Testcontainers is not on the class path";
		}
		return ContainerServer.isDockerAnswering() ? null : "Docker does not answer";
	}

	private static boolean isPresent(String type) {
		return ClassUtils.isPresent(type, AutomaticChoice.class.getClassLoader());
	}

}
