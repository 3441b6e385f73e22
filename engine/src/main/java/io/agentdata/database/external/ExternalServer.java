// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.external;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.agentdata.database.postgres.PostgresServer;
import io.agentdata.database.postgres.ServerAddress;
import io.agentdata.database.postgres.ServerSource;
import io.agentdata.database.process.BackgroundStart;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL that is not ours. Databases are made there under names that tell the JVM,
 * which gives a sign of life while it lives; what killed JVMs have left behind is
 * dropped. Nothing else is touched. It is safe for use by several threads.
 */
public final class ExternalServer implements ServerSource {

	private static final Logger logger = LoggerFactory.getLogger(ExternalServer.class);

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
		JvmId jvm = JvmId.create();
		PostgresServer server = new PostgresServer(address(), this.options.username(), this.options.password(),
				jvm.prefix());
		ServerCheck check = new ServerCheck(this.options);
		try (Connection connection = server.connect()) {
			check.verify(connection);
			LifeSign lifeSign = new LifeSign(server, jvm);
			lifeSign.begin();
			Leftovers leftovers = new Leftovers(server, this.options.lease());
			Runtime.getRuntime()
				.addShutdownHook(new Thread(() -> end(lifeSign, leftovers, jvm), "agent-data-external-end"));
			drop(leftovers);
			logger.info("External PostgreSQL {} at {}", connection.getMetaData().getDatabaseProductVersion(),
					this.options.url());
			return server;
		}
		catch (SQLException ex) {
			throw check.explain(ex);
		}
	}

	private ServerAddress address() {
		try {
			return ServerAddress.parse(this.options.url());
		}
		catch (IllegalArgumentException ex) {
			throw new ExternalServerException(this.options.url(), "it is no JDBC URL of PostgreSQL.",
					List.of("Write it as jdbc:postgresql://host:5432/postgres in agent.data.external.url."), ex);
		}
	}

	/**
	 * Drop what this JVM has made. Contexts may be closing meanwhile, and need not do so.
	 */
	private void end(LifeSign lifeSign, Leftovers leftovers, JvmId jvm) {
		this.stopping = true;
		try {
			leftovers.dropAllOf(jvm);
		}
		catch (SQLException ex) {
			logger.warn("The databases {}* on {} were not dropped; another JVM drops them after the lease",
					jvm.prefix(), this.options.url(), ex);
		}
		lifeSign.end();
	}

	private void drop(Leftovers leftovers) {
		try {
			leftovers.drop();
		}
		catch (SQLException ex) {
			logger.warn("What killed JVMs have left on {} was not dropped", this.options.url(), ex);
		}
	}

}
