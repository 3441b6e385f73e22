// SPDX-License-Identifier: Apache-2.0
package io.agentdata.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;

import io.agentdata.database.DatabaseConfig;
import io.agentdata.database.embedded.BinarySource;
import io.agentdata.database.embedded.EmbeddedOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link AgentDataProperties}.
 */
class AgentDataPropertiesTests {

	private final MockEnvironment environment = new MockEnvironment();

	@Test
	void defaultsNeedNoSetUp() {
		AgentDataProperties properties = AgentDataProperties.from(this.environment);
		assertThat(properties.embeddedOptions(null)).isEqualTo(EmbeddedOptions.defaults());
		assertThat(properties.databasePool()).isEqualTo(DatabaseConfig.Pool.DEFAULTS);
		assertThat(properties.schema()).isEqualTo("public");
	}

	@Test
	void everyPropertyIsRead() {
		this.environment.setProperty("agent.data.schema", "agent_memory");
		this.environment.setProperty("agent.data.pool.max-size", "7");
		this.environment.setProperty("agent.data.pool.idle-timeout", "20s");
		this.environment.setProperty("agent.data.pool.connection-timeout", "3s");
		this.environment.setProperty("agent.data.embedded.binaries", "installed");
		this.environment.setProperty("agent.data.embedded.home", "/opt/postgresql");
		this.environment.setProperty("agent.data.embedded.port", "54321");
		this.environment.setProperty("agent.data.embedded.start-timeout", "1m");
		this.environment.setProperty("agent.data.embedded.cache-directory", "/cache");
		this.environment.setProperty("agent.data.embedded.temporary-directory", "/ramdisk");
		this.environment.setProperty("agent.data.embedded.share", "false");
		AgentDataProperties properties = AgentDataProperties.from(this.environment);
		assertThat(properties.schema()).isEqualTo("agent_memory");
		assertThat(properties.databasePool())
			.isEqualTo(new DatabaseConfig.Pool(7, Duration.ofSeconds(20), Duration.ofSeconds(3)));
		assertThat(properties.embeddedOptions(null))
			.isEqualTo(new EmbeddedOptions(BinarySource.INSTALLED, Path.of("/opt/postgresql"), 54321,
					Duration.ofMinutes(1), Path.of("/cache"), Path.of("/ramdisk"), false, null));
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			agent.data.pool.max-size,           0,     A pool needs room for 1 connection or more.
			agent.data.pool.idle-timeout,       9s,    HikariCP closes no connection before 10s of idleness.
			agent.data.pool.connection-timeout, 100ms, HikariCP takes no less than 250ms.
			agent.data.embedded.port,           70000, TCP ports are 1 to 65535; 0 stands for any free one.
			agent.data.embedded.start-timeout,  0s,    It leaves no time to start.
			""")
	void aBadValueIsRefusedByName(String property, String value, String reason) {
		this.environment.setProperty(property, value);
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> AgentDataProperties.from(this.environment))
			.satisfies((ex) -> {
				assertThat(ex.getName()).isEqualTo(property);
				assertThat(ex.getReason()).isEqualTo(reason);
			});
	}

}
