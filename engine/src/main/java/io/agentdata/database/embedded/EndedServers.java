// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.embedded;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
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
 * @param temporaryDirectory where those may be that no record tells of: a build was
 * killed with all its processes, and its cache has been removed
 */
record EndedServers(ServerRegistry registry, Path temporaryDirectory) {

	private static final Logger logger = LoggerFactory.getLogger(EndedServers.class);

	private static final Duration LIFE = Duration.ofDays(1);

	/**
	 * Longer than a JVM takes to make a server, or to keep its cluster.
	 */
	private static final Duration UNRECORDED = Duration.ofMinutes(10);

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
			removeUnrecorded();
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

	private void removeUnrecorded() throws IOException {
		if (!Files.isDirectory(this.temporaryDirectory)) {
			return;
		}
		try (DirectoryStream<Path> folders = Files.newDirectoryStream(this.temporaryDirectory, Cluster.FOLDERS)) {
			for (Path folder : folders) {
				Cluster cluster = new Cluster(folder);
				if (isOwn(folder) && cluster.isOlderThan(Instant.now().minus(UNRECORDED)) && !cluster.isServed()
						&& ServerUsers.of(folder).isEmpty()) {
					logger.info("{} is removed, which a build has left that was killed", folder);
					Directories.delete(folder);
				}
			}
		}
		catch (DirectoryIteratorException ex) {
			throw ex.getCause();
		}
	}

	/**
	 * Who may write to a folder could lead the one who deletes it elsewhere meanwhile.
	 */
	private boolean isOwn(Path folder) throws IOException {
		return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
				&& Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(this.registry.owner());
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
