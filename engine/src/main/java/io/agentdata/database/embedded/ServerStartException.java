// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.embedded;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

import io.agentdata.AgentDataException;
import io.agentdata.database.process.StallTimeout;
import org.jspecify.annotations.Nullable;

/**
 * The embedded PostgreSQL did not come up. Its process and its files are gone.
 */
public final class ServerStartException extends AgentDataException {

	private static final long serialVersionUID = 1L;

	private final String log;

	private final boolean portTaken;

	private ServerStartException(String headline, String description, List<String> remedies, String log,
			boolean portTaken) {
		this(headline, description, remedies, log, portTaken, null);
	}

	private ServerStartException(String headline, String description, List<String> remedies, String log,
			boolean portTaken, @Nullable Throwable cause) {
		super(headline, description + System.lineSeparator() + "Its last words:" + System.lineSeparator()
				+ log.strip().indent(4).stripTrailing(), remedies, cause);
		this.log = log;
		this.portTaken = portTaken;
	}

	static ServerStartException portTaken(int port, String log) {
		return new ServerStartException("The port of the embedded PostgreSQL is taken.",
				"The server was told to listen on 127.0.0.1:%s, where another process listens.".formatted(port),
				List.of("Remove agent.data.embedded.port, so that a free port is taken.",
						"Stop the other process; ss -ltnp names it."),
				log, true);
	}

	static ServerStartException died(PostgresHome home, int status, String log) {
		return new ServerStartException("The embedded PostgreSQL died while it started.",
				"PostgreSQL %s in %s ended with status %s.".formatted(home.version(), home.directory(), status),
				List.of("Read its last words below the description, and mend what they name.",
						"Delete the folder above, if it may be damaged: it is made anew."),
				log, false);
	}

	static ServerStartException stalled(PostgresHome home, StallTimeout timeout, String log) {
		return new ServerStartException("The embedded PostgreSQL makes no progress while it starts.",
				"PostgreSQL %s in %s was stopped before it was ready: %s.".formatted(home.version(), home.directory(),
						timeout),
				List.of("Read its last words below the description, and mend what they name.", remedy(timeout.limit())),
				log, false);
	}

	static ServerStartException refuses(PostgresHome home, int port, String log, SQLException cause) {
		return new ServerStartException("The embedded PostgreSQL lets nobody in.",
				"PostgreSQL %s in %s is ready on port %s, yet a first connection failed: %s".formatted(home.version(),
						home.directory(), port, cause.getMessage()),
				List.of("Read its last words below the description, and mend what they name."), log, false, cause);
	}

	static ServerStartException initdb(PostgresHome home, String log) {
		return new ServerStartException("The cluster of the embedded PostgreSQL could not be made.",
				"initdb of PostgreSQL %s in %s failed.".formatted(home.version(), home.directory()),
				List.of("Free some space where it says that there is none: a cluster takes 40 MB of agent.data.embedded.temporary-directory.",
						"Give the user a name in /etc/passwd where it says that the user does not exist.",
						"Delete the folder above, if it may be damaged: it is made anew."),
				log, false);
	}

	static ServerStartException initdbStalled(PostgresHome home, Duration limit, String log) {
		return new ServerStartException("The cluster of the embedded PostgreSQL makes no progress.",
				"initdb of PostgreSQL %s in %s was stopped before its end.".formatted(home.version(), home.directory()),
				List.of("Look for what it waits for, such as the disk of agent.data.embedded.temporary-directory.",
						remedy(limit)),
				log, false);
	}

	private static String remedy(Duration limit) {
		return "Raise agent.data.embedded.start-timeout, the longest time without progress, which is %s ms."
			.formatted(limit.toMillis());
	}

	boolean isPortTaken() {
		return this.portTaken;
	}

	/**
	 * Return what the server wrote last.
	 * @return up to 30 lines
	 */
	public String log() {
		return this.log;
	}

}
