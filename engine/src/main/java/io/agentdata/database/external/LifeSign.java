// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.external;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.agentdata.database.postgres.PostgresServer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What tells others that this JVM lives: an advisory lock, which it holds even while a
 * debugger has stopped it; and the leases of its databases, which outlast the loss of the
 * connection, as by a restart of the server. Both are seen to until the JVM ends.
 */
final class LifeSign {

	private static final Logger logger = LoggerFactory.getLogger(LifeSign.class);

	private static final int VALIDATION_SECONDS = 5;

	private static final int PATIENCE_MILLIS = 30_000;

	private static final Duration LONGEST_PERIOD = Duration.ofSeconds(5);

	private static final int RENEWALS_IN_A_LEASE = 4;

	private final PostgresServer server;

	private final JvmId jvm;

	private final Duration lease;

	private @Nullable Connection connection;

	LifeSign(PostgresServer server, JvmId jvm, Duration lease) {
		this.server = server;
		this.jvm = jvm;
		this.lease = lease;
	}

	/**
	 * Give it, and go on to do so in a thread of its own.
	 * @throws SQLException if the server does not answer
	 */
	void begin() throws SQLException {
		give();
		ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor((task) -> {
			Thread daemon = new Thread(task, "agent-data-life-sign");
			daemon.setDaemon(true);
			return daemon;
		});
		Duration renewal = this.lease.dividedBy(RENEWALS_IN_A_LEASE);
		long period = ((renewal.compareTo(LONGEST_PERIOD) < 0) ? renewal : LONGEST_PERIOD).toMillis();
		thread.scheduleWithFixedDelay(this::tryToGive, period, period, TimeUnit.MILLISECONDS);
	}

	private void tryToGive() {
		try {
			give();
		}
		catch (SQLException | RuntimeException ex) {
			logger.debug("The external PostgreSQL does not answer; it is asked again", ex);
		}
	}

	private void give() throws SQLException {
		Connection held = this.connection;
		if (held == null || !held.isValid(VALIDATION_SECONDS)) {
			held = connect();
			this.connection = held;
		}
		Instant now = OurDatabase.now(held);
		for (OurDatabase database : OurDatabase.all(held)) {
			Instant due = database.leaseEnd().minus(this.lease).plus(this.lease.dividedBy(RENEWALS_IN_A_LEASE));
			if (database.jvm().equals(this.jvm) && !now.isBefore(due)) {
				database.keep(held, now.plus(this.lease));
			}
		}
	}

	/**
	 * Connect and take the lock. A session that this one follows may still hold it, so
	 * that it is shared.
	 */
	private Connection connect() throws SQLException {
		Connection fresh = this.server.connect();
		try (Statement statement = fresh.createStatement()) {
			fresh.setNetworkTimeout(Runnable::run, PATIENCE_MILLIS);
			statement.execute("SET lock_timeout = '1s'; SELECT pg_advisory_lock_shared(%s)".formatted(this.jvm.lock()));
			return fresh;
		}
		catch (SQLException ex) {
			fresh.close();
			throw ex;
		}
	}

}
