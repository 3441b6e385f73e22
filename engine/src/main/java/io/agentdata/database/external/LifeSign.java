// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.external;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.agentdata.database.postgres.PostgresServer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An advisory lock that is held while this JVM lives, so that nobody takes its databases
 * for leftovers. When the connection is lost, as by a restart of the server, it is taken
 * again.
 */
final class LifeSign {

	private static final Logger logger = LoggerFactory.getLogger(LifeSign.class);

	private static final int VALIDATION_SECONDS = 5;

	private static final long RENEWAL_SECONDS = 5;

	private final PostgresServer server;

	private final JvmId jvm;

	private @Nullable Connection connection;

	private boolean ended;

	LifeSign(PostgresServer server, JvmId jvm) {
		this.server = server;
		this.jvm = jvm;
	}

	/**
	 * Take the lock, and look after it from now on.
	 * @throws SQLException if the server does not answer
	 */
	void begin() throws SQLException {
		renew();
		ScheduledExecutorService renewals = Executors.newSingleThreadScheduledExecutor((task) -> {
			Thread thread = new Thread(task, "agent-data-life-sign");
			thread.setDaemon(true);
			return thread;
		});
		renewals.scheduleWithFixedDelay(this::tryToRenew, RENEWAL_SECONDS, RENEWAL_SECONDS, TimeUnit.SECONDS);
	}

	/**
	 * Give the lock back.
	 */
	synchronized void end() {
		this.ended = true;
		Connection held = this.connection;
		if (held != null) {
			try {
				held.close();
			}
			catch (SQLException ex) {
				logger.debug("The server had closed the connection before", ex);
			}
		}
	}

	private void tryToRenew() {
		try {
			renew();
		}
		catch (SQLException ex) {
			logger.debug("The external PostgreSQL does not answer; it is asked again", ex);
		}
	}

	private synchronized void renew() throws SQLException {
		Connection held = this.connection;
		if (this.ended || (held != null && held.isValid(VALIDATION_SECONDS))) {
			return;
		}
		Connection fresh = this.server.connect();
		this.connection = fresh;
		try (Statement statement = fresh.createStatement()) {
			statement.execute("SELECT pg_advisory_lock(%d)".formatted(this.jvm.lock()));
		}
	}

}
