// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What is kept of the embedded server from run to run, private to the user.
 *
 * @param directory the user's cache folder
 * @param clusters the initialised clusters in it
 */
record UserCache(Path directory, ClusterCache clusters) {

	static UserCache of(Path directory, PostgresHome home, EmbeddedOptions options) {
		return new UserCache(directory, new ClusterCache(directory.resolve("clusters"), home, options.project()));
	}

	/**
	 * Open the registry of the servers that run.
	 * @param patience how long to wait for other JVMs at most
	 * @throws IOException if the folder cannot be written to, or others keep it for too
	 * long
	 */
	ServerRegistry registry(Duration patience) throws IOException {
		return ServerRegistry.open(this.directory, patience);
	}

}
