// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

import io.agentdata.database.copy.KeptDatabase;
import io.agentdata.database.postgres.Keeper;
import io.agentdata.database.postgres.PostgresServer;
import org.jspecify.annotations.Nullable;

/**
 * What of a running server outlives its JVM. With the first database that is kept the
 * server is on its own. It is safe for use by several threads.
 */
final class KeptDatabases implements Keeper {

	private final ServerProcess process;

	private final Cluster cluster;

	private final int port;

	private final KeptServers records;

	private @Nullable KeptServer server;

	KeptDatabases(ServerProcess process, Cluster cluster, int port, KeptServers records) {
		this.process = process;
		this.cluster = cluster;
		this.port = port;
		this.records = records;
	}

	@Override
	public synchronized void keep(KeptDatabase database) {
		KeptServer before = this.server;
		KeptServer kept = ((before != null) ? before : describe())
			.with(new KeptServer.Entry(database.test(), database.url(), Instant.now()));
		// first the record: without one, nobody would end a server on its own
		this.records.save(kept);
		this.server = kept;
		if (before == null) {
			try {
				this.process.letGo();
			}
			catch (IOException ex) {
				throw new UncheckedIOException("The server cannot be told to outlive the JVM", ex);
			}
		}
	}

	/**
	 * Drop all that is not kept.
	 * @throws SQLException if the server refuses
	 */
	synchronized void dropOthers(PostgresServer postgres) throws SQLException {
		if (this.server != null) {
			postgres.dropAllBut(this.server.entries().stream().map(KeptServer.Entry::url).toList());
			postgres.close();
		}
	}

	synchronized boolean isEmpty() {
		return this.server == null;
	}

	private KeptServer describe() {
		return new KeptServer(this.process.postmaster(), ProcessId.of(ProcessHandle.current()), ProcessId.build(),
				this.cluster.directory(), this.port, List.of());
	}

}
