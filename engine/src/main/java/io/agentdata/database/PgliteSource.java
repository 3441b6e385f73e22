// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.agentdata.database.copy.CopyableDatabase;
import io.agentdata.database.pglite.PgliteOptions;
import io.agentdata.database.pglite.PgliteServer;
import org.jspecify.annotations.Nullable;

/**
 * A PGlite for each database. Since that takes seconds to start, the first is started
 * ahead, for whichever factory of the JVM asks first.
 */
final class PgliteSource implements DatabaseSource {

	private static final Map<Start, PgliteServer> AHEAD = new ConcurrentHashMap<>();

	private final PgliteOptions options;

	private volatile @Nullable PgliteServer latest;

	PgliteSource(PgliteOptions options) {
		this.options = options;
	}

	@Override
	public Engine engine() {
		return Engine.PGLITE;
	}

	@Override
	public void prepare(String schema) {
		ahead(schema).prepare();
	}

	@Override
	public ServerInfo server(String schema) throws SQLException {
		PgliteServer known = this.latest;
		PgliteServer any = (known != null) ? known : ahead(schema);
		try (Connection connection = any.connect()) {
			return ServerInfo.of(connection, any.startTime());
		}
	}

	@Override
	public CopyableDatabase create(String testId, String schema) {
		PgliteServer started = AHEAD.remove(new Start(this.options, schema));
		PgliteServer taken = (started != null) ? started : new PgliteServer(this.options, schema);
		this.latest = taken;
		return taken;
	}

	@Override
	public boolean isStopping() {
		return false;
	}

	private PgliteServer ahead(String schema) {
		return AHEAD.computeIfAbsent(new Start(this.options, schema),
				(start) -> new PgliteServer(start.options(), start.schema()));
	}

	/**
	 * What a PGlite is started with.
	 *
	 * @param options how it is found
	 * @param schema its schema
	 */
	private record Start(PgliteOptions options, String schema) {

	}

}
