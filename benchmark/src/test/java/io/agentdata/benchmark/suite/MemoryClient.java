// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark.suite;

import org.springframework.web.client.RestClient;

/**
 * Asks the {@link MemoryController}. It is used only where the class path has a server.
 */
final class MemoryClient {

	private static final RestClient CLIENT = RestClient.create();

	private MemoryClient() {
	}

	static String recall(String port) {
		return String
			.valueOf(CLIENT.post().uri("http://localhost:{port}/recollections", port).retrieve().body(String.class));
	}

}
