// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.container;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.command.TopContainerResponse;
import com.github.dockerjava.api.model.Ports;
import io.agentdata.database.postgres.PostgresServer;
import io.agentdata.database.process.StallTimeout;
import org.jspecify.annotations.Nullable;
import org.testcontainers.containers.GenericContainer;

/**
 * A container with a PostgreSQL.
 */
final class PostgresContainer {

	private static final int FIRST_MAJOR_WITH_SCRAM_ITERATIONS = 16;

	private static final int LAST_WORDS = 30;

	private static final String NOT_CONNECTED = "08";

	private static final long POLL_NANOS = Duration.ofMillis(20).toNanos();

	private final GenericContainer<?> container;

	private final String image;

	private final String password;

	private final boolean reused;

	private PostgresContainer(GenericContainer<?> container, String image, String password, boolean reused) {
		this.container = container;
		this.image = image;
		this.password = password;
		this.reused = reused;
	}

	/**
	 * Start a container, or take the one that an earlier JVM has left to be reused, and
	 * wait until PostgreSQL takes connections.
	 * @param password the superuser's password, where the container is a new one
	 * @throws DockerException if it does not; the container is removed
	 */
	static PostgresContainer start(ContainerOptions options, Docker docker, String password) {
		TestcontainersDocker testcontainers = TestcontainersDocker.find(docker);
		String image = testcontainers.require(options.image());
		boolean reused = TestcontainersDocker.isReuseEnabled();
		// Testcontainers takes a container again that would be started in the same way
		String same = reused ? testcontainers.variable(ContainerDescription.PASSWORD_VARIABLE,
				ContainerDescription.label(image), password) : password;
		PostgresContainer started = new PostgresContainer(ContainerDescription.describe(image, same, reused), image,
				same, reused);
		try {
			started.start();
			started.awaitReady(options.startTimeout());
			return started;
		}
		catch (RuntimeException | Error ex) {
			started.stop();
			throw ex;
		}
	}

	PostgresServer postgres() {
		Ports.Binding[] bindings = this.container.getCurrentContainerInfo()
			.getNetworkSettings()
			.getPorts()
			.getBindings()
			.get(ContainerDescription.PORT);
		if (bindings == null) {
			requireRunning();
			throw new IllegalStateException("The container of %s publishes no port.".formatted(this.image));
		}
		return new PostgresServer(this.container.getHost(), Integer.parseInt(bindings[0].getHostPortSpec()),
				ContainerDescription.SUPERUSER, this.password);
	}

	boolean isReused() {
		return this.reused;
	}

	String id() {
		return this.container.getContainerId();
	}

	void stop() {
		this.container.stop();
	}

	private void start() {
		try {
			this.container.start();
		}
		catch (RuntimeException ex) {
			requireProcessor(DockerException.messages(ex));
			throw DockerException.notStarted(this.image, ex);
		}
	}

	private void awaitReady(Duration limit) {
		AtomicReference<@Nullable SQLException> failure = new AtomicReference<>();
		StallTimeout timeout = new StallTimeout(limit, () -> progress(failure.get()));
		try (PostgresServer postgres = postgres()) {
			failure.set(failure(postgres));
			while (failure.get() != null) {
				requireRunning();
				if (timeout.isOver()) {
					throw DockerException.stalled(this.image, timeout, log(), failure.get());
				}
				LockSupport.parkNanos(POLL_NANOS);
				failure.set(failure(postgres));
			}
			digestQuickly(postgres);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(
					"The container of %s was to be set up, and refused: %s".formatted(this.image, ex.getMessage()), ex);
		}
	}

	/**
	 * Return what can be seen of the container from outside: how much it has said, and
	 * its processes with the seconds of CPU time that each has taken. A server that
	 * answers does both for each attempt to connect, so that only its answer counts.
	 */
	private String progress(@Nullable SQLException failure) {
		String state = (failure != null) ? String.valueOf(failure.getSQLState()) : "";
		if (!state.startsWith(NOT_CONNECTED)) {
			return "the SQL state " + state;
		}
		TopContainerResponse top = this.container.getDockerClient()
			.topContainerCmd(id())
			.withPsArgs("-o pid,time,args")
			.exec();
		String processes = Arrays.stream(top.getProcesses())
			.map((process) -> String.join(" ", process))
			.collect(Collectors.joining("; "));
		return "%s characters of log, the processes %s".formatted(this.container.getLogs().length(), processes);
	}

	private static @Nullable SQLException failure(PostgresServer postgres) {
		try {
			postgres.connect().close();
			return null;
		}
		catch (SQLException ex) {
			return ex;
		}
	}

	/**
	 * A password of 192 random bits needs no slow digest, which each connection pays for
	 * with 5 ms.
	 */
	private void digestQuickly(PostgresServer postgres) throws SQLException {
		try (Connection connection = postgres.connect(); Statement statement = connection.createStatement()) {
			if (connection.getMetaData().getDatabaseMajorVersion() >= FIRST_MAJOR_WITH_SCRAM_ITERATIONS) {
				statement.execute("SET scram_iterations = 1");
				statement.execute("ALTER ROLE CURRENT_USER PASSWORD '%s'".formatted(this.password));
			}
		}
	}

	private void requireRunning() {
		ContainerState state = this.container.getCurrentContainerInfo().getState();
		if (!Boolean.TRUE.equals(state.getRunning())) {
			String log = log();
			requireProcessor(log);
			throw DockerException.ended(this.image,
					"%s with the exit code %s %s"
						.formatted(state.getStatus(), state.getExitCodeLong(), String.valueOf(state.getError()))
						.strip(),
					log);
		}
	}

	private void requireProcessor(String log) {
		if (log.contains("exec format error")) {
			DockerClient client = this.container.getDockerClient();
			var version = client.versionCmd().exec();
			throw DockerException.otherProcessor(this.image, new ContainerImage(client, this.image).platform(),
					version.getOperatingSystem() + "/" + version.getArch(), log);
		}
	}

	private String log() {
		List<String> lines = Arrays.asList(this.container.getLogs().split("\\R"));
		return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_WORDS), lines.size()));
	}

}
