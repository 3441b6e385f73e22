// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.container;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.agentdata.database.external.ExternalOptions;
import io.agentdata.database.external.ExternalServer;
import io.agentdata.database.postgres.PostgresServer;
import io.agentdata.database.postgres.RandomPassword;
import io.agentdata.database.postgres.ServerSource;
import io.agentdata.database.process.BackgroundStart;
import io.agentdata.database.process.Command;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The container of this JVM for one set of options. It starts on first need, once, and is
 * removed when the JVM ends, unless Testcontainers is told to reuse containers. It is
 * safe for use by several threads.
 */
public final class ContainerServer implements ServerSource {

	private static final Logger logger = LoggerFactory.getLogger(ContainerServer.class);

	private static final Map<ContainerOptions, ContainerServer> SERVERS = new ConcurrentHashMap<>();

	/**
	 * Where the JVM is killed, no one else may be there to remove the container.
	 */
	private static final String REMOVE_AT_THE_END = """
			trap '' HUP INT TERM
			read -r _
			docker --host "$1" rm --force --volumes "$2"
			""";

	static {
		Runtime.getRuntime().addShutdownHook(new Thread(ContainerServer::stopAll, "agent-data-stop"));
	}

	private final ContainerOptions options;

	private final BackgroundStart<Running> start;

	private volatile boolean stopping;

	private ContainerServer(ContainerOptions options) {
		this.options = options;
		this.start = new BackgroundStart<>(this::start);
	}

	/**
	 * Return the container of this JVM for the options. It is not started by that.
	 * @param options which container is started
	 * @return the same one for equal options
	 */
	public static ContainerServer of(ContainerOptions options) {
		return SERVERS.computeIfAbsent(options, ContainerServer::new);
	}

	/**
	 * Return whether Docker answers. It is asked once in a JVM, for a few milliseconds;
	 * for three seconds where it is there and says nothing.
	 * @return whether a container could be started
	 */
	public static boolean isDockerAnswering() {
		return AskedOnce.DOCKER.answering();
	}

	/**
	 * Return what was found where Docker was looked for.
	 * @return a sentence for each address that was asked; never empty
	 */
	public static List<String> dockerFindings() {
		return AskedOnce.DOCKER.findings();
	}

	/**
	 * Begin to start the container in a thread of its own, unless that is done.
	 */
	@Override
	public void prepare() {
		this.start.begin();
	}

	/**
	 * Return the running server; start it, or wait until it is ready.
	 * @return a server that takes connections
	 * @throws DockerException if it cannot be started; nothing is left behind, and
	 * further calls fail alike at once
	 */
	@Override
	public PostgresServer postgres() {
		return this.start.await().postgres();
	}

	/**
	 * Return how long the start took, from the request to readiness.
	 * @return the time that the server took to be ready
	 */
	@Override
	public Duration startTime() {
		return this.start.await().startTime();
	}

	/**
	 * Return whether the container outlives the JVM, and may be shared with others. Its
	 * databases are then not ours alone.
	 * @return whether Testcontainers is told to reuse containers
	 */
	public boolean isReused() {
		return this.start.await().container().isReused();
	}

	/**
	 * Return whether the JVM is ending, and the container with it.
	 * @return whether its databases are about to vanish by themselves
	 */
	@Override
	public boolean isStopping() {
		return this.stopping;
	}

	private Running start() {
		long begin = System.nanoTime();
		Docker docker = AskedOnce.DOCKER;
		docker.requireAnswer();
		requireTestcontainers();
		PostgresContainer container = PostgresContainer.start(this.options, docker, RandomPassword.create());
		if (!container.isReused() && !TestcontainersDocker.isCleanerUsed()) {
			removeAtTheEnd(container);
		}
		PostgresServer postgres = container.isReused() ? shared(container.postgres()) : container.postgres();
		Duration startTime = Duration.ofNanos(System.nanoTime() - begin);
		logger.info("A container of {} is ready as {} after {} ms", this.options.image(), postgres,
				startTime.toMillis());
		return new Running(container, postgres, startTime);
	}

	/**
	 * Use a container that outlives the JVM as any server that others use as well: with
	 * names of our own, and what killed JVMs have left behind is dropped.
	 */
	private static PostgresServer shared(PostgresServer container) {
		return ExternalServer
			.of(new ExternalOptions(container.url("postgres", "public"), container.username(), container.password(),
					ExternalOptions.DEFAULT_LEASE))
			.postgres();
	}

	private static void requireTestcontainers() {
		try {
			Class.forName("org.testcontainers.containers.GenericContainer", false,
					ContainerServer.class.getClassLoader());
		}
		catch (ClassNotFoundException ex) {
			throw DockerException.noTestcontainers();
		}
	}

	private static void removeAtTheEnd(PostgresContainer container) {
		try {
			Command.start(
					List.of("sh", "-c", REMOVE_AT_THE_END, "agent-data", TestcontainersDocker.host(), container.id()));
		}
		catch (IOException ex) {
			logger.debug("There is no shell, so a JVM that is killed would leave its container", ex);
		}
	}

	private static void stopAll() {
		SERVERS.values().forEach((server) -> server.stopping = true);
		SERVERS.values().forEach(ContainerServer::stop);
	}

	private void stop() {
		this.start.ifBegun(this.options.startTimeout())
			.map(Running::container)
			.filter((container) -> !container.isReused())
			.ifPresent(PostgresContainer::stop);
	}

	/**
	 * What Docker has answered in this JVM, asked on first use.
	 */
	private static final class AskedOnce {

		static final Docker DOCKER = Docker.ask(DockerEndpoints.ofThisJvm());

	}

	/**
	 * A container that takes connections.
	 *
	 * @param container what is removed at the end
	 * @param postgres how to reach it
	 * @param startTime how long it took to be ready
	 */
	private record Running(PostgresContainer container, PostgresServer postgres, Duration startTime) {

	}

}
