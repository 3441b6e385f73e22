// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.agentdata.database.postgres.Keeper;
import io.agentdata.database.postgres.PostgresServer;
import io.agentdata.database.postgres.ServerSource;
import io.agentdata.database.process.Command;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The embedded server of this JVM for one set of options. It starts on first need, once,
 * and ends with the JVM, unless a database of it is kept. It is safe for use by several
 * threads.
 */
public final class EmbeddedServer implements ServerSource {

	private static final Logger logger = LoggerFactory.getLogger(EmbeddedServer.class);

	private static final Map<EmbeddedOptions, EmbeddedServer> SERVERS = new ConcurrentHashMap<>();

	private static final String LOOPBACK = "127.0.0.1";

	private static final int PASSWORD_BYTES = 24;

	private static final int PORT_ATTEMPTS = 5;

	static {
		Runtime.getRuntime().addShutdownHook(new Thread(EmbeddedServer::stopAll, "agent-data-stop"));
	}

	private final EmbeddedOptions options;

	private @Nullable CompletableFuture<Running> running;

	private volatile boolean stopping;

	private EmbeddedServer(EmbeddedOptions options) {
		this.options = options;
	}

	/**
	 * Return the server of this JVM for the options. It is not started by that.
	 * @param options how the server is found and started
	 * @return the same server for equal options
	 */
	public static EmbeddedServer of(EmbeddedOptions options) {
		return SERVERS.computeIfAbsent(options, EmbeddedServer::new);
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
		future();
	}

	/**
	 * Return the running server; start it, or wait until it is ready. Where the start has
	 * failed, further calls fail alike at once.
	 */
	@Override
	public PostgresServer postgres() {
		return running().postgres();
	}

	@Override
	public Duration startTime() {
		return running().startTime();
	}

	/**
	 * Return what lets databases outlive the JVM, and the server with them.
	 */
	@Override
	public Keeper keeper() {
		return running().kept();
	}

	/**
	 * Return whether the JVM is ending, and the server with it.
	 */
	@Override
	public boolean isStopping() {
		return this.stopping;
	}

	private Running running() {
		try {
			return future().join();
		}
		catch (CompletionException ex) {
			if (ex.getCause() instanceof Error error) {
				throw error;
			}
			throw (ex.getCause() instanceof RuntimeException cause) ? cause : ex;
		}
	}

	private synchronized CompletableFuture<Running> future() {
		CompletableFuture<Running> current = this.running;
		if (current == null || hasDied(current)) {
			CompletableFuture<Running> next = CompletableFuture.supplyAsync(this::start, Command::inBackground);
			this.running = next;
			return next;
		}
		return current;
	}

	private boolean hasDied(CompletableFuture<Running> server) {
		boolean died = server.isDone() && !server.isCompletedExceptionally() && !server.join().process().isAlive();
		if (died && !this.stopping) {
			logger.error("The embedded PostgreSQL has died, with all its databases. Another one is started.");
		}
		return died && !this.stopping;
	}

	private Running start() {
		long begin = System.nanoTime();
		Platform.current().requireShell();
		for (int attempt = 1;; attempt++) {
			int port = (this.options.port() != 0) ? this.options.port() : freePort();
			try {
				return start(begin, port);
			}
			catch (ServerStartException ex) {
				// between the choice of a free port and its use another process can take
				// it
				if (!ex.isPortTaken() || this.options.port() != 0 || attempt == PORT_ATTEMPTS) {
					throw ex;
				}
			}
		}
	}

	private Running start(long begin, int port) {
		Path temporaryDirectory = this.options.temporaryDirectory();
		try {
			Cluster cluster = Cluster.createIn(temporaryDirectory);
			try {
				return start(begin, port, cluster);
			}
			catch (IOException | RuntimeException | Error ex) {
				remove(cluster, ex);
				throw ex;
			}
		}
		catch (IOException ex) {
			throw DirectoryException.temporary(temporaryDirectory, ex);
		}
	}

	private Running start(long begin, int port, Cluster cluster) throws IOException {
		LaunchUser user = LaunchUser.forOwnerOf(cluster.directory());
		PostgresHome home = home(user);
		KeptServers records = new KeptServers(BinariesCache.directory(this.options, user.isAnother()).resolve("kept"));
		records.dropThoseOfEarlierRuns();
		String password = password();
		cluster.initialise(home, user, password, this.options.startTimeout());
		ServerProcess process = ServerProcess.start(home, cluster, user, port, this.options.startTimeout());
		PostgresServer postgres = new PostgresServer(LOOPBACK, port, Cluster.SUPERUSER, password);
		Duration startTime = Duration.ofNanos(System.nanoTime() - begin);
		logger.info("Embedded PostgreSQL {} is ready on port {} after {} ms", home.version(), port,
				startTime.toMillis());
		return new Running(process, postgres, startTime, new KeptDatabases(process, cluster, port, records));
	}

	private PostgresHome home(LaunchUser user) {
		if (this.options.source() == BinarySource.INSTALLED) {
			return InstalledBinaries.find(this.options.home());
		}
		BinariesCache cache = BinariesCache.of(this.options, user.isAnother());
		return new ClassPathBinaries(EmbeddedServer.class.getClassLoader(), Platform.current()).prepare(cache);
	}

	private static void remove(Cluster cluster, Throwable failure) {
		try {
			Directories.delete(cluster.directory());
		}
		catch (IOException ex) {
			failure.addSuppressed(ex);
		}
	}

	private static int freePort() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK))) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("No TCP port of %s can be opened.".formatted(LOOPBACK), ex);
		}
	}

	private static String password() {
		byte[] bytes = new byte[PASSWORD_BYTES];
		new SecureRandom().nextBytes(bytes);
		return HexFormat.of().formatHex(bytes);
	}

	private static void stopAll() {
		SERVERS.values().forEach((server) -> server.stopping = true);
		SERVERS.values().forEach(EmbeddedServer::stop);
	}

	private void stop() {
		CompletableFuture<Running> current;
		synchronized (this) {
			current = this.running;
		}
		if (current != null) {
			try {
				current.get(this.options.startTimeout().toMillis(), TimeUnit.MILLISECONDS).end();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			catch (ExecutionException | TimeoutException ex) {
				logger.debug("There is no server to stop", ex);
			}
			catch (SQLException ex) {
				logger.warn("The databases beside those that are kept could not be dropped", ex);
			}
			catch (IOException ex) {
				logger.warn("The folder of the embedded PostgreSQL could not be removed", ex);
			}
		}
	}

	/**
	 * A server that takes connections.
	 *
	 * @param process what keeps it alive
	 * @param postgres how to reach it
	 * @param startTime how long it took to be ready
	 * @param kept what of it outlives the JVM
	 */
	private record Running(ServerProcess process, PostgresServer postgres, Duration startTime, KeptDatabases kept) {

		void end() throws IOException, SQLException {
			if (this.kept.isEmpty()) {
				this.process.stop();
			}
			else {
				this.kept.dropOthers(this.postgres);
			}
		}

	}

}
