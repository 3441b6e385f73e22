// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.container;

import java.util.List;
import java.util.stream.Stream;

import io.agentdata.database.process.Command;
import org.junit.jupiter.api.Assumptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/**
 * The Docker that the tests run containers on.
 */
final class RealDocker {

	private RealDocker() {
	}

	/**
	 * Skip the test where Docker does not answer, unless this is CI.
	 */
	static void require() {
		if (!ContainerServer.isDockerAnswering()) {
			String reason = "The tests of containers need Docker: src/scripts/prepare-docker. "
					+ ContainerServer.dockerFindings();
			if ("true".equals(System.getenv("CI"))) {
				fail(reason);
			}
			Assumptions.abort(reason);
		}
	}

	/**
	 * Return the ids of the containers that match a filter, those that have ended
	 * included.
	 */
	static List<String> containers(String filter) {
		return docker("ps", "--all", "--quiet", "--filter", filter).lines().toList();
	}

	/**
	 * Run {@code docker}.
	 * @return what it wrote, stripped
	 */
	static String docker(String... arguments) {
		Command.Result result = Command
			.run(Stream.concat(Stream.of("docker"), List.of(arguments).stream()).toArray(String[]::new));
		assertThat(result.status()).as(result.output()).isZero();
		return result.output();
	}

}
