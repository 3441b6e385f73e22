// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.embedded;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.agentdata.database.postgres.Keeper;
import io.agentdata.database.postgres.PostgresServer;
import io.agentdata.database.postgres.ServerSource;
import io.agentdata.database.postgres.WarmTemplates;
import io.agentdata.database.process.BackgroundStart;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The embedded server of this JVM for one set of options. It is there on first need,
 * once: other JVMs of the same build may use it too, unless the options forbid that. It
 * ends with the last of them, unless a database of it is kept. It is safe for use by
 * several threads.
 */
public final class EmbeddedServer implements ServerSource {

	private static final Logger logger = LoggerFactory.getLogger(EmbeddedServer.class);

	private static final Map<List<@Nullable Object>, EmbeddedServer> SERVERS = new ConcurrentHashMap<>();

	static {
		Runtime.getRuntime().addShutdownHook(new Thread(EmbeddedServer::endAll, "agent-data-stop"));
	}

	private final EmbeddedOptions options;

	private final BackgroundStart<RunningServer> start;

	private volatile boolean stopping;

	private EmbeddedServer(EmbeddedOptions options) {
		this.options = options;
		this.start = new BackgroundStart<>(() -> ServerStart.of(options), this::isUsable);
	}

	/**
	 * Return the server of this JVM for the options. It is not started by that.
	 * @param options how the server is found and started
	 * @return the same server for equal options
	 */
	public static EmbeddedServer of(EmbeddedOptions options) {
		return SERVERS.computeIfAbsent(options.key(), (key) -> new EmbeddedServer(options));
	}

	/**
	 * Return why the server could not start here, without starting it.
	 * @param options how the server is found and started
	 * @param withPgvector whether a server without pgvector will not do
	 * @return the reason as a sentence without its full stop, or {@code null} where
	 * nothing is in the way
	 */
	public static @Nullable String obstacle(EmbeddedOptions options, boolean withPgvector) {
		if (options.source() == BinarySource.INSTALLED) {
			return InstalledBinaries.isPresent(options.home()) ? null : "no PostgreSQL is installed";
		}
		Platform platform = Platform.current();
		return platform.hasShell()
				? new ClassPathBinaries(EmbeddedServer.class.getClassLoader(), platform).obstacle(withPgvector)
				: "there is no POSIX shell on " + platform.id();
	}

	/**
	 * Begin to start the server in a thread of its own. Later calls do nothing, unless
	 * the server has died meanwhile.
	 */
	@Override
	public void prepare() {
		this.start.begin();
	}

	/**
	 * Return the running server; start it, or wait until it is ready. Where the start has
	 * failed, further calls fail alike at once.
	 */
	@Override
	public PostgresServer postgres() {
		return this.start.await().postgres();
	}

	@Override
	public Duration startTime() {
		return this.start.await().startTime();
	}

	/**
	 * Return what lets databases outlive the JVM, and the server with them.
	 */
	@Override
	public Keeper keeper() {
		return new KeptDatabases(this.start.await());
	}

	/**
	 * Return the templates of the project, which are kept with the server's cluster when
	 * it ends.
	 */
	@Override
	public @Nullable WarmTemplates warmTemplates() {
		RunningServer server = this.start.await();
		return (this.options.project() != null) ? new WarmTemplates(server.postgres(), server::noteChange) : null;
	}

	/**
	 * Return whether the JVM is ending, and the server with it.
	 */
	@Override
	public boolean isStopping() {
		return this.stopping;
	}

	private boolean isUsable(RunningServer server) {
		boolean died = !server.isAlive() && !this.stopping;
		if (died) {
			logger.error("The embedded PostgreSQL has died, with all its databases. Another one is started.");
		}
		return !died;
	}

	private static void endAll() {
		SERVERS.values().forEach((server) -> server.stopping = true);
		SERVERS.values().forEach(EmbeddedServer::end);
	}

	private void end() {
		this.start.ifBegun(this.options.startTimeout()).ifPresent((server) -> {
			try {
				server.end();
			}
			catch (SQLException ex) {
				logger.warn("The embedded PostgreSQL could not be tidied up: {}", ex.getMessage());
			}
			catch (IOException ex) {
				logger.warn("The folder of the embedded PostgreSQL could not be removed", ex);
			}
		});
	}

}
