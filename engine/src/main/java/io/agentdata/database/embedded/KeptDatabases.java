// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;

import io.agentdata.database.copy.KeptDatabase;
import io.agentdata.database.postgres.Keeper;

/**
 * Lets databases of a server outlive its JVMs. With the first one that is kept the server
 * is on its own, and the next run learns of it from its record.
 *
 * @param server the server
 */
record KeptDatabases(RunningServer server) implements Keeper {

	@Override
	public void keep(KeptDatabase database) {
		try (ServerRegistry registry = this.server.registry()) {
			// first the record: without one, nobody would end a server on its own
			registry.keep(this.server.record(), new ServerRecord.Kept(database.test(), database.url(), Instant.now()));
			this.server.keep();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The server cannot be told to outlive its JVMs", ex);
		}
	}

}
