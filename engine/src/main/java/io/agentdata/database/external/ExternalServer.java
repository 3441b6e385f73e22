// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.external;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import io.agentdata.database.postgres.PostgresServer;
import io.agentdata.database.postgres.ServerAddress;
import io.agentdata.database.postgres.ServerSource;
import io.agentdata.database.process.BackgroundStart;
import io.agentdata.database.process.Command;
import io.agentdata.database.process.StallTimeout;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL that is not ours. Databases are made there under names that tell the JVM,
 * which gives a sign of life while it lives; what killed JVMs have left behind is
 * dropped. Nothing else is touched. It is safe for use by several threads.
 */
public final class ExternalServer implements ServerSource {

	private static final Logger logger = LoggerFactory.getLogger(ExternalServer.class);

	/**
	 * For each single answer of the server, whose work on it cannot be seen.
	 */
	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final Map<ExternalOptions, ExternalServer> SERVERS = new ConcurrentHashMap<>();

	private final ExternalOptions options;

	private final BackgroundStart<PostgresServer> start;

	private volatile boolean stopping;

	private ExternalServer(ExternalOptions options) {
		this.options = options;
		this.start = new BackgroundStart<>(this::connect);
	}

	/**
	 * Return the server for the options. It is not connected to by that.
	 * @param options where it is
	 * @return the same server for equal options
	 */
	public static ExternalServer of(ExternalOptions options) {
		return SERVERS.computeIfAbsent(options, ExternalServer::new);
	}

	@Override
	public void prepare() {
		this.start.begin();
	}

	/**
	 * Return the server; connect to it first.
	 * @throws ExternalServerException if it cannot be used; nothing was made there
	 */
	@Override
	public PostgresServer postgres() {
		return this.start.await();
	}

	@Override
	public Duration startTime() {
		return Duration.ZERO;
	}

	@Override
	public boolean isStopping() {
		return this.stopping;
	}

	private PostgresServer connect() {
		ServerAddress address = address();
		PostgresServer ours = new PostgresServer(address, this.options.username(), this.options.password(), "");
		try (Connection connection = ours.connect()) {
			connection.setNetworkTimeout(Runnable::run, (int) PATIENCE.toMillis());
			new ServerCheck(this.options).verify(ours, connection);
			JvmId jvm = JvmId.create(OurDatabase.now(connection).plus(this.options.lease()));
			PostgresServer server = new PostgresServer(address, this.options.username(), this.options.password(),
					jvm.prefix());
			Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server, ours, jvm), "agent-data-external-end"));
			new LifeSign(ours, jvm, this.options.lease()).begin();
			new Leftovers(ours).drop(this.options.lease());
			logger.info("External PostgreSQL {} at {}; our databases there are named {}*",
					connection.getMetaData().getDatabaseProductVersion(), ours, jvm.prefix());
			return server;
		}
		catch (SQLException ex) {
			throw ExternalServerException.refused(this.options, new Refusal(ex));
		}
	}

	private ServerAddress address() {
		try {
			return ServerAddress.parse(this.options.url());
		}
		catch (IllegalArgumentException ex) {
			throw ExternalServerException.unusable(this.options.url(), ex);
		}
	}

	/**
	 * Drop what this JVM has made, once nothing more is being made. Contexts may be
	 * closing meanwhile, and need not do so.
	 */
	private void end(PostgresServer server, PostgresServer ours, JvmId jvm) {
		this.stopping = true;
		AtomicInteger dropped = new AtomicInteger();
		FutureTask<@Nullable Void> end = new FutureTask<>(() -> {
			server.close();
			new Leftovers(ours).dropAllOf(jvm, dropped::incrementAndGet);
			return null;
		});
		Command.inBackground(end);
		StallTimeout timeout = new StallTimeout(PATIENCE, () -> dropped.get() + " databases dropped");
		try {
			while (!hasEnded(end, timeout.period())) {
				if (timeout.isOver()) {
					throw new TimeoutException(timeout.toString());
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException | TimeoutException ex) {
			logger.warn("The databases {}* on {} were not dropped. The next JVM after {} s drops them.", jvm.prefix(),
					ours, this.options.lease().toSeconds(), ex);
		}
	}

	private static boolean hasEnded(FutureTask<?> task, Duration wait) throws InterruptedException, ExecutionException {
		try {
			task.get(wait.toMillis(), TimeUnit.MILLISECONDS);
			return true;
		}
		catch (TimeoutException ex) {
			return false;
		}
	}

}
