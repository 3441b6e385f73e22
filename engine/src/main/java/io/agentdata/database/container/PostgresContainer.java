// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.container;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import io.agentdata.database.postgres.PostgresServer;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.startupcheck.StartupCheckStrategy;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;
import org.testcontainers.dockerclient.DockerClientProviderStrategy;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.ImageNameSubstitutor;
import org.testcontainers.utility.TestcontainersConfiguration;

/**
 * A container with a PostgreSQL that keeps its data in memory. The one type that needs
 * Testcontainers on the class path.
 */
final class PostgresContainer {

	private static final String SUPERUSER = "agent_data";

	private static final String PASSWORD = "POSTGRES_PASSWORD";

	private static final String LABEL = "io.agentdata.engine";

	private static final ExposedPort PORT = ExposedPort.tcp(5432);

	private static final String MEMORY = "/agent-data";

	private static final int LAST_WORDS = 30;

	private static final long POLL_NANOS = Duration.ofMillis(20).toNanos();

	/**
	 * Nothing is kept after the test run, as for the embedded server. Docker gives a
	 * container 64 MB of {@code /dev/shm}, too little to build an index in parallel.
	 */
	private static final List<String> SETTINGS = List.of("fsync=off", "synchronous_commit=off", "full_page_writes=off",
			"wal_level=minimal", "max_wal_senders=0", "shared_buffers=16MB", "jit=off", "lock_timeout=30s",
			"max_prepared_transactions=10", "dynamic_shared_memory_type=mmap", "timezone=UTC", "log_timezone=UTC");

	private static final String INITDB = "--locale=C.UTF-8 --encoding=UTF8 --no-sync --wal-segsize=1";

	private final GenericContainer<?> container;

	private final String image;

	private final boolean reused;

	private final String password;

	private PostgresContainer(DockerClient client, String image, String password) {
		this.image = image;
		this.reused = TestcontainersConfiguration.getInstance().environmentSupportsReuse();
		this.password = this.reused ? passwordOfAnother(client, image, password) : password;
		this.container = describe();
	}

	/**
	 * Start a container, or take the one that an earlier JVM has left to be reused, and
	 * wait until PostgreSQL takes connections.
	 * @param password the superuser's password, where the container is a new one
	 * @throws DockerException if it does not; the container is removed
	 */
	static PostgresContainer start(ContainerOptions options, Docker docker, String password) {
		DockerClient client = client(docker);
		String image = substituted(options.image());
		new ContainerImage(client, image).require();
		if (isCleanerUsed()) {
			new ContainerImage(client, substituted(cleaner())).require();
		}
		PostgresContainer started = new PostgresContainer(client, image, password);
		try {
			started.start(options.startTimeout());
			return started;
		}
		catch (RuntimeException | Error ex) {
			started.container.stop();
			throw ex;
		}
	}

	PostgresServer postgres() {
		Ports.Binding[] bindings = this.container.getCurrentContainerInfo()
			.getNetworkSettings()
			.getPorts()
			.getBindings()
			.get(PORT);
		if (bindings == null) {
			requireRunning();
			throw new IllegalStateException("The container of %s publishes no port.".formatted(this.image));
		}
		return new PostgresServer(this.container.getHost(), Integer.parseInt(bindings[0].getHostPortSpec()), SUPERUSER,
				this.password);
	}

	boolean isReused() {
		return this.reused;
	}

	String id() {
		return this.container.getContainerId();
	}

	String dockerHost() {
		return DockerClientFactory.instance().getTransportConfig().getDockerHost().toString();
	}

	void stop() {
		this.container.stop();
	}

	/**
	 * Return whether Testcontainers starts a container that removes the others.
	 */
	static boolean isCleanerUsed() {
		return !Boolean.parseBoolean(System.getenv("TESTCONTAINERS_RYUK_DISABLED"));
	}

	/**
	 * Testcontainers' usual client pulls its own images first, and tries for minutes.
	 */
	private static DockerClient client(Docker docker) {
		try {
			return DockerClientProviderStrategy.getClientForConfig(DockerClientFactory.instance().getTransportConfig());
		}
		catch (RuntimeException ex) {
			throw DockerException.unusable(docker.findings(), ex);
		}
	}

	// deprecated, and the one way to learn the version
	@SuppressWarnings("deprecation")
	private static String cleaner() {
		return TestcontainersConfiguration.getInstance().getRyukImage();
	}

	private static String substituted(String image) {
		return ImageNameSubstitutor.instance().apply(DockerImageName.parse(image)).asCanonicalNameString();
	}

	private GenericContainer<?> describe() {
		List<String> command = new ArrayList<>(List.of("postgres"));
		SETTINGS.forEach((setting) -> command.addAll(List.of("-c", setting)));
		return new GenericContainer<>(DockerImageName.parse(this.image)).withImagePullPolicy((name) -> false)
			.withEnv(Map.of("POSTGRES_USER", SUPERUSER, PASSWORD, this.password, "POSTGRES_DB", "postgres",
					"POSTGRES_INITDB_ARGS", INITDB, "PGDATA", MEMORY + "/data"))
			.withTmpFs(Map.of(MEMORY, "rw"))
			.withLabel(LABEL, this.image)
			.withCommand(command.toArray(String[]::new))
			.withCreateContainerCmdModifier(PostgresContainer::publish)
			.withReuse(this.reused)
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

	private void start(Duration timeout) {
		try {
			this.container.start();
		}
		catch (RuntimeException ex) {
			requireProcessor(DockerException.messages(ex));
			throw DockerException.notStarted(this.image, ex);
		}
		long deadline = System.nanoTime() + timeout.toNanos();
		try (PostgresServer postgres = postgres()) {
			SQLException failure = failure(postgres);
			while (failure != null) {
				requireRunning();
				if (System.nanoTime() > deadline) {
					throw DockerException.late(this.image, timeout, log(), failure);
				}
				LockSupport.parkNanos(POLL_NANOS);
				failure = failure(postgres);
			}
		}
		catch (SQLException ex) {
			throw new IllegalStateException("A connection that was never opened cannot be closed", ex);
		}
	}

	private void requireRunning() {
		ContainerState state = this.container.getCurrentContainerInfo().getState();
		if (!Boolean.TRUE.equals(state.getRunning())) {
			String log = log();
			requireProcessor(log);
			throw DockerException.ended(this.image,
					"%s with the exit code %d %s"
						.formatted(state.getStatus(), state.getExitCodeLong(), String.valueOf(state.getError()))
						.strip(),
					log);
		}
	}

	private void requireProcessor(String log) {
		if (log.contains("exec format error")) {
			var version = this.container.getDockerClient().versionCmd().exec();
			throw DockerException.otherProcessor(this.image,
					new ContainerImage(this.container.getDockerClient(), this.image).platform(),
					version.getOperatingSystem() + "/" + version.getArch(), log);
		}
	}

	private String log() {
		List<String> lines = Arrays.asList(this.container.getLogs().split("\\R"));
		return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_WORDS), lines.size()));
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
	 * Testcontainers takes a container again that would be started in the same way, with
	 * the same password.
	 */
	private static String passwordOfAnother(DockerClient client, String image, String password) {
		String variable = PASSWORD + "=";
		return client.listContainersCmd()
			.withLabelFilter(Map.of(LABEL, image))
			.exec()
			.stream()
			.flatMap((other) -> Arrays.stream(client.inspectContainerCmd(other.getId()).exec().getConfig().getEnv()))
			.filter((entry) -> entry.startsWith(variable))
			.map((entry) -> entry.substring(variable.length()))
			.findFirst()
			.orElse(password);
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
