// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.agentdata.database.process.Command;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of the records of servers that outlive their JVMs.
 *
 * @param directory the folder, private to the user
 */
record KeptServers(Path directory) {

	private static final Logger logger = LoggerFactory.getLogger(KeptServers.class);

	private static final String RECORD = ".properties";

	private static final Duration LIFE = Duration.ofDays(1);

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final Object WITHIN_JVM = new Object();

	/**
	 * Note a server, or what more it keeps.
	 * @throws DirectoryException if the folder cannot be written to
	 */
	void save(KeptServer server) {
		try {
			Files.createDirectories(this.directory.toAbsolutePath().getParent());
			if (!Files.isDirectory(this.directory)) {
				Files.createDirectories(this.directory, Directories.permissions("rwx------"));
			}
			ProcessId id = server.postmaster();
			server.write(this.directory.resolve("%d-%d%s".formatted(id.pid(), id.started(), RECORD)));
		}
		catch (IOException ex) {
			throw DirectoryException.cache(this.directory, ex);
		}
	}

	/**
	 * List and drop what earlier runs have kept, and remove what is left of servers that
	 * are gone. What other JVMs of the same build have kept stays, and what a JVM has
	 * that still runs.
	 */
	void dropThoseOfEarlierRuns() {
		if (!Files.isDirectory(this.directory)) {
			return;
		}
		// A file lock keeps other JVMs out, yet throws within one
		synchronized (WITHIN_JVM) {
			try (FileChannel channel = FileChannel.open(this.directory.resolve("lock"), StandardOpenOption.CREATE,
					StandardOpenOption.WRITE)) {
				channel.lock();
				for (Path file : records()) {
					dropIfEarlier(file);
				}
			}
			catch (IOException ex) {
				logger.warn("What an earlier run has kept in {} could not be dropped", this.directory, ex);
			}
		}
	}

	private List<Path> records() throws IOException {
		try (Stream<Path> files = Files.list(this.directory)) {
			return files.filter((file) -> file.getFileName().toString().endsWith(RECORD)).sorted().toList();
		}
	}

	private static void dropIfEarlier(Path file) throws IOException {
		KeptServer server = KeptServer.read(file);
		Optional<ProcessHandle> postmaster = server.postmaster().find();
		if (postmaster.isPresent()) {
			boolean sameBuild = server.build().isSame(ProcessId.build());
			boolean old = server.isOlderThan(Instant.now().minus(LIFE));
			if (server.jvm().find().isPresent() || (sameBuild && !old)) {
				return;
			}
			server.entries()
				.forEach((entry) -> logger.info("The database that {} left is dropped: {}, kept at {}", entry.test(),
						entry.url(), entry.time()));
			stop(postmaster.get());
		}
		Directories.delete(server.directory());
		Files.delete(file);
	}

	private static void stop(ProcessHandle postmaster) {
		// unlike SIGTERM, SIGQUIT does not wait for the sessions to end
		Command.run("kill", "-QUIT", String.valueOf(postmaster.pid()));
		CompletableFuture<ProcessHandle> exit = postmaster.onExit();
		if (exit.completeOnTimeout(postmaster, PATIENCE.toMillis(), TimeUnit.MILLISECONDS).join().isAlive()) {
			postmaster.destroyForcibly();
			postmaster.onExit().join();
		}
	}

}
