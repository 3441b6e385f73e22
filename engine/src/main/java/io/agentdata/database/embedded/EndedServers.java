// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.embedded;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is left of servers that ended, or should have: of one whose watch was killed, and
 * of one that outlived an earlier run for its databases. What other JVMs of the same
 * build have kept stays, and what a JVM uses.
 *
 * @param registry where they are recorded
 */
record EndedServers(ServerRegistry registry) {

	private static final Logger logger = LoggerFactory.getLogger(EndedServers.class);

	private static final Duration LIFE = Duration.ofDays(1);

	/**
	 * Stop what runs without need, and remove what is left.
	 */
	void tidy() {
		try {
			this.registry.removeAnnounced();
			for (ServerRecord server : this.registry.records()) {
				if (!server.isRunning() || isUnneeded(server)) {
					remove(server);
				}
			}
		}
		catch (IOException ex) {
			logger.warn("What an earlier run has left could not be removed", ex);
		}
	}

	private static boolean isUnneeded(ServerRecord server) throws IOException {
		if (!ServerUsers.of(server.directory()).isEmpty()) {
			return false;
		}
		boolean ofThisRun = server.build().equals(ProcessId.build()) && !server.isOlderThan(Instant.now().minus(LIFE));
		return server.kept().isEmpty() ? !server.isWatched() : !ofThisRun;
	}

	private void remove(ServerRecord server) throws IOException {
		if (server.isRunning()) {
			server.kept()
				.forEach((kept) -> logger.info("The database that {} left is dropped: {}, kept at {}", kept.test(),
						kept.url(), kept.time()));
			// unlike SIGTERM, SIGQUIT does not wait for the sessions to end
			server.postmaster().stop("QUIT");
		}
		Directories.delete(server.directory());
		this.registry.remove(server);
	}

}
