// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.embedded;

import java.util.List;

import io.agentdata.AgentDataException;

/**
 * The JVM runs as root, which PostgreSQL refuses, and there is no way to run it as
 * another user. Nothing was started.
 */
public final class RootUserException extends AgentDataException {

	private static final long serialVersionUID = 1L;

	RootUserException(List<String> attempts) {
		super("PostgreSQL cannot run as root, and no other user can be taken.",
				"The JVM runs as root. To start the server as another user these were tried, and failed: %s."
					.formatted(String.join("; ", attempts)),
				List.of("Run the build as another user than root, for instance with: docker run --user 1000.",
						"Install setpriv (package util-linux) in the image.",
						"Allow user namespaces, for instance with: docker run --security-opt seccomp=unconfined."),
				null);
	}

}
