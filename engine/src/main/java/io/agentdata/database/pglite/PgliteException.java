// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.pglite;

import java.nio.file.Path;
import java.util.List;

import io.agentdata.AgentDataException;
import io.agentdata.database.process.StallTimeout;

/**
 * PGlite cannot be started, or has ended. Its process is gone.
 */
public final class PgliteException extends AgentDataException {

	private static final long serialVersionUID = 1L;

	private static final String OTHER_ENGINE = "Use another engine, for instance agent.data.engine=embedded, which needs no Node.";

	private static final String READ_LOG = "Read its last words below the description, and mend what they name.";

	private PgliteException(String headline, String description, List<String> remedies) {
		super(headline, description, remedies, null);
	}

	static PgliteException noNode(String program, String output) {
		return new PgliteException("Node was not found.",
				"PGlite runs in Node. %s --version was run and answered: %s".formatted(program, output),
				List.of("Install Node %s or newer.".formatted(Node.OLDEST_MAJOR),
						"Set agent.data.pglite.node to the program.", OTHER_ENGINE));
	}

	static PgliteException oldNode(String program, String version) {
		return new PgliteException("Node is too old for PGlite.",
				"PGlite runs in Node %s or newer; %s is Node %s.".formatted(Node.OLDEST_MAJOR, program, version),
				List.of("Install Node %s or newer.".formatted(Node.OLDEST_MAJOR),
						"Set agent.data.pglite.node to the program of a newer one.", OTHER_ENGINE));
	}

	static PgliteException missingPackages(List<NpmPackage> missing, List<Path> places) {
		return new PgliteException("PGlite's npm packages are missing.",
				"%s was looked for in %s, and is not there.".formatted(missing, places),
				List.of("Run in %s: %s".formatted(places.get(0).resolve("..").normalize(), NpmPackage.installation()),
						"Run npm ci, where a package.json names them already.",
						"Set agent.data.pglite.node-modules to the folder node_modules that holds them.",
						OTHER_ENGINE));
	}

	static PgliteException otherVersion(NpmPackage found, String version, Path place) {
		return new PgliteException("PGlite's npm packages are of a version that is not known to work.",
				"%s in %s is of version '%s', and %s.x is known to work.".formatted(found, place, version,
						found.line()),
				List.of("Run in %s: %s".formatted(place.resolve("..").normalize(), NpmPackage.installation()),
						OTHER_ENGINE));
	}

	static PgliteException notStarted(Node node, int status, String log) {
		return new PgliteException("PGlite ended while it started.",
				withLog("Node %s (%s) ended with status %s.".formatted(node.version(), node.program(), status), log),
				List.of(READ_LOG,
						"Run npm ci again, where the packages may be damaged or the machine's processor has changed."));
	}

	static PgliteException stalled(Node node, StallTimeout timeout, String log) {
		return new PgliteException("PGlite makes no progress while it starts.",
				withLog("PGlite in Node %s was stopped before it was ready: %s.".formatted(node.version(), timeout),
						log),
				List.of(READ_LOG,
						"Raise agent.data.pglite.start-timeout, the longest time without progress, which is %s ms."
							.formatted(timeout.limit().toMillis()),
						OTHER_ENGINE));
	}

	static PgliteException ended(String attempt, int status, String log) {
		return new PgliteException("PGlite has ended.",
				withLog("%s was to happen. PGlite's process has ended with status %s, and its database with it."
					.formatted(attempt, status), log),
				List.of(READ_LOG,
						"Give the machine more memory, where the system has killed it (status 137): PGlite takes 400 to 600 MB.",
						OTHER_ENGINE));
	}

	private static String withLog(String description, String log) {
		return description + System.lineSeparator() + "Its last words:" + System.lineSeparator()
				+ log.strip().indent(4).stripTrailing();
	}

}
