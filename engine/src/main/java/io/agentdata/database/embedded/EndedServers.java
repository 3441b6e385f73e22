// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.embedded;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is left of servers that ended, or should have: of one whose watch was killed, of
 * one that outlived an earlier run for its databases, and of one whose JVM was killed
 * while it had claimed the folder. What other JVMs of the same build have kept stays, and
 * what a JVM uses. It is claimed while the registry is open, and removed later.
 */
final class EndedServers {

	private static final Logger logger = LoggerFactory.getLogger(EndedServers.class);

	private static final Duration LIFE = Duration.ofDays(1);

	/**
	 * Longer than nothing changes in the folder of a server that is made or kept.
	 */
	private static final Duration UNRECORDED = Duration.ofMinutes(10);

	private final ServerFiles servers;

	private final Path temporaryDirectory;

	private final List<Ended> ended = new ArrayList<>();

	private List<ClaimFile> claims = List.of();

	/**
	 * Describe them; nothing is looked for by that.
	 * @param servers what is known of servers
	 * @param temporaryDirectory where those may be that no record tells of: a build was
	 * killed with all its processes, and its cache has been removed
	 */
	EndedServers(ServerFiles servers, Path temporaryDirectory) {
		this.servers = servers;
		this.temporaryDirectory = temporaryDirectory;
	}

	/**
	 * Claim what is to be removed.
	 */
	void claim(ServerRegistry registry) {
		attempt(() -> claimAll(registry));
	}

	private void claimAll(ServerRegistry registry) throws IOException {
		this.claims = this.servers.claims();
		List<ServerRecord> records = this.servers.records();
		for (ClaimFile claim : this.claims) {
			if (!claim.isHeld()) {
				claimAgain(claim, registry, records);
			}
		}
		for (ServerRecord server : records) {
			if (isEnded(server) && !this.servers.isClaimed(server.directory())) {
				claim(server, registry);
			}
		}
	}

	/**
	 * Claim a server, unless a JVM has come to use it: each of both tells its intent
	 * first and looks for the other's then.
	 */
	private void claim(ServerRecord server, ServerRegistry registry) throws IOException {
		Claim claim = registry.claim(server.directory(), Claim.ALONE);
		if (isEnded(server)) {
			this.ended.add(new Ended(claim, server));
		}
		else {
			claim.withdraw();
			claim.close();
		}
	}

	/**
	 * Take the folder over from a JVM that has ended, unless there is a server by now, of
	 * which its record or its users tell.
	 */
	private void claimAgain(ClaimFile claim, ServerRegistry registry, List<ServerRecord> records) throws IOException {
		Path directory = claim.serverDirectory();
		boolean recorded = records.stream().anyMatch((record) -> claim.isOn(record.directory()));
		if (directory != null && !recorded && ServerUsers.of(directory).isEmpty()) {
			this.ended.add(new Ended(registry.claim(directory, Claim.ALONE), null));
		}
		Files.deleteIfExists(claim.path());
	}

	/**
	 * Stop what runs without need, and remove what is left. The registry need not be
	 * open.
	 */
	void remove() {
		for (Ended server : this.ended) {
			attempt(server::remove);
		}
		attempt(this::removeUnrecorded);
	}

	private static void attempt(Step step) {
		try {
			step.run();
		}
		catch (IOException ex) {
			logger.warn("What an earlier run has left could not be removed", ex);
		}
	}

	/**
	 * Return whether a server has ended, or is needed by no JVM.
	 */
	static boolean isEnded(ServerRecord server) throws IOException {
		if (!server.isRunning()) {
			return true;
		}
		if (!ServerUsers.of(server.directory()).isEmpty()) {
			return false;
		}
		boolean ofThisRun = server.build().equals(ProcessId.build()) && !server.isOlderThan(Instant.now().minus(LIFE));
		return server.kept().isEmpty() ? !server.isWatched() : !ofThisRun;
	}

	private void removeUnrecorded() throws IOException {
		if (!Files.isDirectory(this.temporaryDirectory) || !Files.isDirectory(this.servers.directory())) {
			return;
		}
		UserPrincipal owner = this.servers.owner();
		try (DirectoryStream<Path> folders = Files.newDirectoryStream(this.temporaryDirectory, Cluster.FOLDERS)) {
			for (Path folder : folders) {
				Cluster cluster = new Cluster(folder);
				if (isOf(owner, folder) && this.claims.stream().noneMatch((claim) -> claim.isOn(folder))
						&& cluster.isOlderThan(Instant.now().minus(UNRECORDED)) && !cluster.isServed()
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
	private static boolean isOf(UserPrincipal owner, Path folder) throws IOException {
		return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
				&& Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(owner);
	}

	/**
	 * A step that may fail without harm to the others.
	 */
	@FunctionalInterface
	private interface Step {

		void run() throws IOException;

	}

	/**
	 * What is left of a server.
	 *
	 * @param claim this JVM's claim on its folder
	 * @param record what tells of it, or {@code null} where its start has not come so far
	 */
	private record Ended(Claim claim, @Nullable ServerRecord record) {

		void remove() throws IOException {
			try (this.claim) {
				if (this.record != null) {
					stop(this.record);
				}
				else {
					new Cluster(this.claim.serverDirectory()).server().ifPresent((server) -> server.stop("QUIT"));
				}
				Directories.delete(this.claim.serverDirectory());
				Files.deleteIfExists(this.claim.record());
			}
		}

		private static void stop(ServerRecord server) {
			if (server.isRunning()) {
				server.kept()
					.forEach((kept) -> logger.info("The database that {} left is dropped: {}, kept at {}", kept.test(),
							kept.url(), kept.time()));
				// unlike SIGTERM, SIGQUIT does not wait for the sessions to end
				server.postmaster().stop("QUIT");
			}
		}

	}

}
