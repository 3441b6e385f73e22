// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

import io.agentdata.database.embedded.ServerProcess.Watched;
import io.agentdata.database.postgres.Sha256;
import io.agentdata.database.process.BackgroundStart;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way from options to a running server: the one that another JVM of the build has
 * started, or one that is started now. Others of the build wait for that.
 */
final class ServerStart {

	private static final Logger logger = LoggerFactory.getLogger(ServerStart.class);

	private static final int ATTEMPTS = 5;

	private final EmbeddedOptions options;

	private final LaunchUser user;

	private final PostgresHome home;

	private final UserCache cache;

	private final long begin;

	private ServerStart(EmbeddedOptions options, LaunchUser user, PostgresHome home, UserCache cache, long begin) {
		this.options = options;
		this.user = user;
		this.home = home;
		this.cache = cache;
		this.begin = begin;
	}

	/**
	 * Start, or find.
	 * @throws io.agentdata.AgentDataException if there is no server then; nothing is left
	 * behind
	 */
	static RunningServer of(EmbeddedOptions options) {
		long begin = System.nanoTime();
		Platform.current().requireShell();
		// as root it takes a program to know the user, and as long to know the binaries
		BackgroundStart<LaunchUser> launchUser = new BackgroundStart<>(LaunchUser::current);
		launchUser.begin();
		Function<BinariesCache, PostgresHome> binaries = binaries(options);
		LaunchUser user = launchUser.await();
		Path cache = CacheFolder.of(options, user.isAnother());
		try {
			PostgresHome home = binaries.apply(new BinariesCache(cache, user.isAnother()));
			return new ServerStart(options, user, home, UserCache.of(cache, home, options), begin).run();
		}
		catch (IOException ex) {
			throw DirectoryException.cache(cache, ex);
		}
	}

	private RunningServer run() throws IOException {
		ServerSearch.Result result = new ServerSearch(this.options, this.cache, recipe(), this.begin).run();
		RunningServer found = result.server();
		if (found != null) {
			logger.info("Embedded PostgreSQL {} on port {} is that of another JVM of this build", this.home.version(),
					found.record().port());
			found.tidy();
			return found;
		}
		try (Claim claim = result.claim()) {
			return start(claim, (claim != null) ? new Cluster(claim.serverDirectory())
					: Cluster.in(this.options.temporaryDirectory()));
		}
	}

	private RunningServer start(@Nullable Claim claim, Cluster cluster) {
		for (int attempt = 1;; attempt++) {
			boolean ofEarlierRun = false;
			try {
				cluster.createDirectory();
				String password = this.cache.clusters().unpack(cluster, this.user);
				ofEarlierRun = password != null;
				return start(claim, cluster, (password != null) ? password
						: this.cache.clusters().make(cluster, this.user, this.options.startTimeout()));
			}
			catch (ServerStartException ex) {
				remove(cluster, ex);
				// between the choice of a free port and its use another process can take
				// it
				boolean again = ex.isPortTaken() ? this.options.port() == 0 : ofEarlierRun;
				if (!again || attempt == ATTEMPTS) {
					throw ex;
				}
				if (!ex.isPortTaken()) {
					logger.warn("PostgreSQL does not start on the cluster of an earlier run: it is made anew.", ex);
					this.cache.clusters().forget();
				}
			}
			catch (IOException ex) {
				remove(cluster, ex);
				throw DirectoryException.temporary(this.options.temporaryDirectory(), ex);
			}
			catch (RuntimeException | Error ex) {
				remove(cluster, ex);
				throw ex;
			}
		}
	}

	private RunningServer start(@Nullable Claim claim, Cluster cluster, String password) throws IOException {
		Loopback loopback = Loopback.find();
		int port = (this.options.port() != 0) ? this.options.port() : loopback.freePort();
		boolean shared = claim != null && !claim.isFor(Claim.ALONE);
		Files.createDirectories(ServerUsers.of(cluster.directory()).directory());
		ServerProcess process = ServerProcess.start(this.home, cluster, this.user, loopback, port,
				this.options.startTimeout(), Watched.of((claim != null) ? claim.record() : null, shared));
		ServerRecord record = new ServerRecord(process.postmaster(), process.watch(), ProcessId.build(),
				shared ? recipe() : null, cluster.directory(), loopback.host(), port, password, List.of());
		Duration startTime = Duration.ofNanos(System.nanoTime() - this.begin);
		logger.info("Embedded PostgreSQL {} is ready on port {} after {} ms", this.home.version(), port,
				startTime.toMillis());
		try {
			RunningServer server = RunningServer.started(record, this.cache, process, startTime);
			if (claim != null) {
				save(claim, record);
			}
			return server;
		}
		catch (IOException ex) {
			process.stop();
			throw ex;
		}
		catch (SQLException ex) {
			String log = cluster.readLog();
			process.stop();
			throw ServerStartException.refuses(this.home, port, log, ex);
		}
	}

	private static void save(Claim claim, ServerRecord started) {
		try {
			try {
				started.write(claim.record());
			}
			finally {
				claim.withdraw();
			}
		}
		catch (IOException ex) {
			logger.info("No other JVM learns of the server: {}", ex.toString());
		}
	}

	/**
	 * Return what servers have in common that may be shared.
	 */
	private String recipe() {
		return Sha256.of(Cluster.recipe(this.home) + this.options.port() + this.options.temporaryDirectory()
				+ this.options.cacheDirectory());
	}

	private static Function<BinariesCache, PostgresHome> binaries(EmbeddedOptions options) {
		if (options.source() == BinarySource.INSTALLED) {
			PostgresHome installed = InstalledBinaries.find(options.home());
			return (cache) -> installed;
		}
		return new ClassPathBinaries(ServerStart.class.getClassLoader(), Platform.current()).find();
	}

	private static void remove(Cluster cluster, Throwable failure) {
		try {
			Directories.delete(cluster.directory());
		}
		catch (IOException ex) {
			failure.addSuppressed(ex);
		}
	}

}
