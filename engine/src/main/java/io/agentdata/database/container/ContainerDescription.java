// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.container;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.startupcheck.StartupCheckStrategy;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;
import org.testcontainers.utility.DockerImageName;

/**
 * How the container of PostgreSQL is set up: its data in memory, nothing kept.
 */
final class ContainerDescription {

	static final String SUPERUSER = "agent_data";

	static final String PASSWORD_VARIABLE = "POSTGRES_PASSWORD";

	static final ExposedPort PORT = ExposedPort.tcp(5432);

	private static final String MEMORY = "/agent-data";

	/**
	 * Nothing is kept after the test run, as for the embedded server. Docker gives a
	 * container 64 MB of {@code /dev/shm}, too little to build an index in parallel.
	 */
	private static final List<String> SETTINGS = List.of("fsync=off", "synchronous_commit=off", "full_page_writes=off",
			"wal_level=minimal", "max_wal_senders=0", "shared_buffers=16MB", "jit=off", "lock_timeout=30s",
			"max_prepared_transactions=10", "dynamic_shared_memory_type=mmap", "timezone=UTC", "log_timezone=UTC");

	private static final String INITDB = "--locale=C.UTF-8 --encoding=UTF8 --no-sync --wal-segsize=1";

	private ContainerDescription() {
	}

	/**
	 * Return the label that tells our containers of an image.
	 */
	static Map<String, String> label(String image) {
		return Map.of("io.agentdata.engine", image);
	}

	/**
	 * Describe a container; nothing is started by that.
	 */
	static GenericContainer<?> describe(String image, String password, boolean reused) {
		List<String> command = new ArrayList<>(List.of("postgres"));
		SETTINGS.forEach((setting) -> command.addAll(List.of("-c", setting)));
		return new GenericContainer<>(DockerImageName.parse(image)).withImagePullPolicy((name) -> false)
			.withEnv(Map.of("POSTGRES_USER", SUPERUSER, PASSWORD_VARIABLE, password, "POSTGRES_DB", "postgres",
					"POSTGRES_INITDB_ARGS", INITDB, "PGDATA", MEMORY + "/data"))
			.withTmpFs(Map.of(MEMORY, "rw"))
			.withLabels(label(image))
			.withCommand(command.toArray(String[]::new))
			.withCreateContainerCmdModifier(ContainerDescription::publish)
			.withReuse(reused)
			.withStartupCheckStrategy(new AnyState())
			.waitingFor(new NoWait());
	}

	/**
	 * Testcontainers waits for ports that it publishes, and then removes a container that
	 * has ended together with its log.
	 */
	private static void publish(CreateContainerCmd command) {
		HostConfig host = Objects.requireNonNull(command.getHostConfig());
		command.withExposedPorts(PORT)
			.withHostConfig(host.withPortBindings(new PortBinding(Ports.Binding.empty(), PORT)));
	}

	/**
	 * Leaves it to us to find out how the container is.
	 */
	private static final class AnyState extends StartupCheckStrategy {

		@Override
		public StartupStatus checkStartupState(DockerClient client, String containerId) {
			return StartupStatus.SUCCESSFUL;
		}

	}

	/**
	 * Leaves it to us to wait, as only a connection shows that the server is ready.
	 */
	private static final class NoWait extends AbstractWaitStrategy {

		@Override
		protected void waitUntilReady() {
		}

	}

}
