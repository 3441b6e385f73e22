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
	 * Return the records of the servers that run, and the claims on them.
	 */
	ServerFiles servers() {
		return new ServerFiles(this.directory.resolve("servers"));
	}

	/**
	 * Open the registry of the servers that run.
	 * @param limit how long another JVM may keep it
	 * @throws IOException if the folder cannot be written to, or one keeps it for too
	 * long
	 */
	ServerRegistry registry(Duration limit) throws IOException {
		return ServerRegistry.open(servers(), limit);
	}

}
