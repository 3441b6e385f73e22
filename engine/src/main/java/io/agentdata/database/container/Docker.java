// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.container;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Whether Docker answers.
 *
 * @param answering whether one of the endpoints answers
 * @param installed whether there is a sign of Docker: an address, a socket or the program
 * {@code docker}
 * @param findings what was asked, and what was found, one for each endpoint
 */
record Docker(boolean answering, boolean installed, List<String> findings) {

	/**
	 * A total: of a Docker that does not answer, nothing can be seen to move.
	 */
	private static final Duration PATIENCE = Duration.ofSeconds(3);

	/**
	 * Ask one endpoint after the other, until one answers.
	 */
	static Docker ask(DockerEndpoints endpoints) {
		List<String> found = new ArrayList<>();
		for (DockerEndpoint endpoint : endpoints.find()) {
			try {
				found.add("%s answers: %s".formatted(endpoint, endpoint.ask(PATIENCE)));
				return new Docker(true, true, found);
			}
			catch (IOException ex) {
				found.add("%s: %s".formatted(endpoint, ex.getMessage()));
			}
		}
		boolean signs = !endpoints.configured().isEmpty() || isOnPath(endpoints.environment())
				|| endpoints.find().stream().anyMatch(DockerEndpoint::exists);
		return new Docker(false, signs, found);
	}

	/**
	 * Check that Docker answers.
	 * @throws DockerException if it does not
	 */
	void requireAnswer() {
		if (!this.answering) {
			throw this.installed ? DockerException.silent(this.findings) : DockerException.notFound(this.findings);
		}
	}

	private static boolean isOnPath(Map<String, String> environment) {
		return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
			.splitAsStream(environment.getOrDefault("PATH", ""))
			.filter((folder) -> !folder.isEmpty())
			.anyMatch((folder) -> Files.isExecutable(Path.of(folder, "docker")));
	}

}
