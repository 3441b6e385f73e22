// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

import io.agentdata.database.copy.KeptDatabase;
import io.agentdata.database.postgres.Keeper;

/**
 * Lets databases of a server outlive its JVMs. With the first one that is kept the server
 * is on its own.
 *
 * @param server the server
 * @param cache the user's cache folder, whose records tell the next run
 */
record KeptDatabases(RunningServer server, Path cache) implements Keeper {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	@Override
	public void keep(KeptDatabase database) {
		try (ServerRegistry registry = ServerRegistry.open(this.cache, PATIENCE)) {
			// first the record: without one, nobody would end a server on its own
			registry.keep(this.server.record(), new ServerRecord.Kept(database.test(), database.url(), Instant.now()));
			this.server.keep();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The server cannot be told to outlive its JVMs", ex);
		}
	}

}
