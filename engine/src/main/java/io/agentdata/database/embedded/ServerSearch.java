// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.embedded;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.agentdata.database.process.StallTimeout;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Search for the server that the JVMs of a build share. It finds one that runs, or waits
 * for the JVM that starts it; where there is none, this JVM claims the start. The
 * registry is open for that claim alone.
 */
final class ServerSearch {

	private static final Logger logger = LoggerFactory.getLogger(ServerSearch.class);

	private final EmbeddedOptions options;

	private final UserCache cache;

	private final String recipe;

	private final ProcessId build = ProcessId.build();

	private final String server;

	private final long begin;

	private final Set<Path> silent = new HashSet<>();

	/**
	 * Describe a search.
	 * @param recipe what tells servers that may be shared from others
	 * @param begin when the server was asked for, by {@link System#nanoTime()}
	 */
	ServerSearch(EmbeddedOptions options, UserCache cache, String recipe, long begin) {
		this.options = options;
		this.cache = cache;
		this.recipe = recipe;
		this.server = options.share() ? Claim.server(recipe, this.build) : Claim.ALONE;
		this.begin = begin;
	}

	/**
	 * Search until there is a server that answers, or this JVM is the one to start it.
	 */
	Result run() {
		try {
			while (true) {
				Result result = look();
				if (result.other != null) {
					Optional<StallTimeout> stalled = result.other.awaitEnd(this.options.startTimeout(),
							this.cache.clusters().directory());
					if (stalled.isPresent()) {
						logger.info(
								"The server is for this JVM alone: another one is at work on that of the build, and {}",
								stalled.get());
						return alone();
					}
				}
				else if (result.server == null || result.server.answers()) {
					return result;
				}
				else {
					this.silent.add(result.server.record().directory());
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return unknown(new InterruptedIOException("interrupted"));
		}
		catch (IOException ex) {
			return unknown(ex);
		}
	}

	/**
	 * Look, and claim the start where there is nothing to be found. Most of the JVMs of a
	 * build find something without the registry, and need not wait for each other.
	 */
	private Result look() throws IOException {
		Result found = find();
		if (found != null) {
			return found;
		}
		// what takes a young JVM long is done before the registry is open
		Path folder = newFolder();
		EndedServers ended = new EndedServers(this.cache.servers(), this.options.temporaryDirectory());
		try (ServerRegistry registry = registry()) {
			ended.claim(registry);
			found = find();
			return (found != null) ? found : Result.of(registry.claim(folder, this.server));
		}
		finally {
			ended.remove();
		}
	}

	private @Nullable Result find() throws IOException {
		if (!this.options.share()) {
			return null;
		}
		ServerFiles servers = this.cache.servers();
		List<ClaimFile> claims = servers.claims();
		for (ServerRecord record : servers.records()) {
			if (!this.silent.contains(record.directory()) && record.isFor(this.recipe, this.build)
					&& !EndedServers.isEnded(record)) {
				RunningServer found = RunningServer.found(record, this.cache, this.begin);
				if (found != null) {
					return Result.of(found);
				}
			}
		}
		for (ClaimFile claim : claims) {
			if (claim.isFor(this.server) && claim.isHeld()) {
				return Result.of(claim);
			}
		}
		return null;
	}

	private Result alone() throws IOException {
		Path folder = newFolder();
		try (ServerRegistry registry = registry()) {
			return Result.of(registry.claim(folder, Claim.ALONE));
		}
	}

	private Path newFolder() {
		return Cluster.in(this.options.temporaryDirectory()).directory();
	}

	private static Result unknown(IOException reason) {
		logger.info("The server is for this JVM alone: {}", reason.toString());
		return Result.NOTHING;
	}

	private ServerRegistry registry() throws IOException {
		return this.cache.registry(this.options.startTimeout());
	}

	/**
	 * What was found.
	 *
	 * @param server a server that another JVM has started
	 * @param claim the claim of this JVM to start one
	 * @param other the claim of another JVM to start one, or to keep its cluster
	 */
	record Result(@Nullable RunningServer server, @Nullable Claim claim, @Nullable ClaimFile other) {

		/**
		 * No other JVM is told of the server, as the registry cannot be had.
		 */
		static final Result NOTHING = new Result(null, null, null);

		static Result of(RunningServer server) {
			return new Result(server, null, null);
		}

		static Result of(Claim claim) {
			return new Result(null, claim, null);
		}

		static Result of(ClaimFile other) {
			return new Result(null, null, other);
		}

	}

}
