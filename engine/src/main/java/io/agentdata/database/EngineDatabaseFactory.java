// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database;

import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.agentdata.database.DatabaseConfig.Pool;
import io.agentdata.database.copy.CopyableDatabase;
import org.jspecify.annotations.Nullable;

/**
 * Databases of a test engine, which copies them for us.
 */
final class EngineDatabaseFactory implements DatabaseFactory {

	private static final String TEMPLATE = "template";

	// blank: no scope can ask for it
	private static final String SCOPE_OF_TEMPLATE = " ";

	private final Map<String, ClonableDatabase> databases = new ConcurrentHashMap<>();

	private final DatabaseSource source;

	private final String schema;

	private final Pool pool;

	private final @Nullable ClonableDatabase template;

	private volatile boolean closed;

	EngineDatabaseFactory(DatabaseSource source, String schema, Pool pool) {
		this(source, schema, pool, null);
	}

	private EngineDatabaseFactory(DatabaseSource source, String schema, Pool pool,
			@Nullable ClonableDatabase template) {
		this.source = source;
		this.schema = schema;
		this.pool = pool;
		this.template = template;
	}

	@Override
	public Engine engine() {
		return this.source.engine();
	}

	@Override
	public void prepare() {
		this.source.prepare(this.schema);
	}

	@Override
	public ServerInfo server() {
		try {
			return this.source.server(this.schema);
		}
		catch (SQLException ex) {
			throw refused("describe itself", ex);
		}
	}

	@Override
	public Database database(String testId) {
		verify(testId);
		return this.databases.computeIfAbsent(testId, this::create);
	}

	@Override
	public boolean destroy(String testId) {
		ClonableDatabase database = this.databases.remove(testId);
		if (database != null) {
			drop(database);
		}
		return database != null;
	}

	@Override
	public <T extends @Nullable Object, E extends Exception> T withIsolatedDatabase(String testId,
			IsolatedWork<Database, T, E> work) throws E {
		verify(testId);
		ClonableDatabase own = create(testId);
		try {
			return work.run(own);
		}
		finally {
			drop(own);
		}
	}

	@Override
	public <E extends Exception> DatabaseFactory preparedBy(DatabasePreparer<E> preparer) throws E {
		verify(TEMPLATE);
		if (!Capability.CLONE.isOfferedBy(engine())) {
			throw new UnsupportedCapabilityException("A template", Capability.CLONE, engine());
		}
		ClonableDatabase prepared = create(TEMPLATE);
		EngineDatabaseFactory factory = new EngineDatabaseFactory(this.source, this.schema, this.pool, prepared);
		factory.databases.put(SCOPE_OF_TEMPLATE, prepared);
		boolean sealed = false;
		try {
			preparer.prepare(prepared);
			prepared.snapshot(TEMPLATE);
			sealed = true;
			return factory;
		}
		finally {
			if (!sealed) {
				factory.close();
			}
		}
	}

	@Override
	public void close() {
		this.closed = true;
		this.databases.keySet().forEach(this::destroy);
	}

	private void verify(String testId) {
		if (testId.isBlank()) {
			throw new IllegalArgumentException("A testId must not be blank: it names the owner of a database.");
		}
		if (this.closed) {
			throw new IllegalStateException(
					"The database of '%s' was asked of a factory that is closed. ".formatted(testId)
							+ "Ask for it before the application context or the try block ends.");
		}
	}

	private ClonableDatabase create(String testId) {
		try {
			if (this.template != null) {
				return this.template.copy(testId, TEMPLATE);
			}
			CopyableDatabase database = this.source.create(testId, this.schema);
			return new ClonableDatabase(testId, new DatabaseConfig(engine(), database.url(), this.schema,
					database.username(), database.password(), this.pool), database);
		}
		catch (SQLException ex) {
			throw refused("create a database for '%s'".formatted(testId), ex);
		}
	}

	private void drop(ClonableDatabase database) {
		if (!this.source.isStopping()) {
			try {
				database.drop();
			}
			catch (SQLException ex) {
				// the JVM may have begun to end meanwhile
				if (!this.source.isStopping()) {
					throw refused("drop the database of '%s'".formatted(database.testId()), ex);
				}
			}
		}
	}

	private IllegalStateException refused(String attempt, SQLException cause) {
		return new IllegalStateException("The server of the engine %s was asked to %s and refused: %s"
			.formatted(engine(), attempt, cause.getMessage()), cause);
	}

}
