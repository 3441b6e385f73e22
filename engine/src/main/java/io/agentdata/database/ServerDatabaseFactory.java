// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.agentdata.database.DatabaseConfig.Pool;
import io.agentdata.database.postgres.Extensions;
import io.agentdata.database.postgres.PostgresServer;
import io.agentdata.database.postgres.ReplaceableDatabase;
import io.agentdata.database.postgres.ServerSource;
import org.jspecify.annotations.Nullable;

/**
 * Databases on a PostgreSQL, which copies them for us.
 */
final class ServerDatabaseFactory implements DatabaseFactory {

	private static final int LONGEST_SCOPE = 36;

	// blank: no scope can ask for it
	private static final String TEMPLATE = " ";

	private static final AtomicInteger DATABASES = new AtomicInteger();

	private final Map<String, ClonableDatabase> databases = new ConcurrentHashMap<>();

	private final Engine engine;

	private final ServerSource server;

	private final String schema;

	private final Pool pool;

	private final @Nullable String template;

	private volatile boolean closed;

	ServerDatabaseFactory(Engine engine, ServerSource server, String schema, Pool pool) {
		this(engine, server, schema, pool, null);
	}

	private ServerDatabaseFactory(Engine engine, ServerSource server, String schema, Pool pool,
			@Nullable String template) {
		this.engine = engine;
		this.server = server;
		this.schema = schema;
		this.pool = pool;
		this.template = template;
	}

	@Override
	public Engine engine() {
		return this.engine;
	}

	@Override
	public void prepare() {
		this.server.prepare();
	}

	@Override
	public ServerInfo server() {
		try (Connection connection = this.server.postgres().connect()) {
			return new ServerInfo("PostgreSQL " + connection.getMetaData().getDatabaseProductVersion(),
					Extensions.availableVersion(connection, "vector"), this.server.startTime());
		}
		catch (SQLException ex) {
			throw refused("describe itself", ex);
		}
	}

	@Override
	public Database database(String testId) {
		verify(testId);
		PostgresServer postgres = this.server.postgres();
		return this.databases.computeIfAbsent(testId, (id) -> create(postgres, id, nameFor(id)));
	}

	@Override
	public boolean destroy(String testId) {
		ClonableDatabase database = this.databases.remove(testId);
		if (database != null && !this.server.isStopping()) {
			try {
				database.drop();
			}
			catch (SQLException ex) {
				throw refused("drop the database of '%s'".formatted(testId), ex);
			}
		}
		return database != null;
	}

	@Override
	public <T extends @Nullable Object, E extends Exception> T withIsolatedDatabase(String testId,
			IsolatedWork<Database, T, E> work) throws E {
		verify(testId);
		try (DatabaseFactory own = new ServerDatabaseFactory(this.engine, this.server, this.schema, this.pool,
				this.template)) {
			return work.run(own.database(testId));
		}
	}

	@Override
	public <E extends Exception> DatabaseFactory preparedBy(DatabasePreparer<E> preparer) throws E {
		verify("template");
		String name = nameFor("template");
		PostgresServer postgres = this.server.postgres();
		ServerDatabaseFactory prepared = new ServerDatabaseFactory(this.engine, this.server, this.schema, this.pool,
				name);
		try {
			ClonableDatabase database = create(postgres, "template", name);
			prepared.databases.put(TEMPLATE, database);
			preparer.prepare(database);
			seal(postgres, name);
			return prepared;
		}
		catch (Throwable ex) {
			try (prepared) {
				throw ex;
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

	private ClonableDatabase create(PostgresServer postgres, String testId, String name) {
		try {
			if (this.template != null) {
				postgres.clone(this.template, name);
			}
			else {
				postgres.create(name, this.schema);
			}
		}
		catch (SQLException ex) {
			throw refused("create the database " + name, ex);
		}
		ReplaceableDatabase database = new ReplaceableDatabase(postgres, name, this.schema);
		DatabaseConfig config = new DatabaseConfig(this.engine, database.url(), this.schema, postgres.username(),
				postgres.password(), this.pool);
		return new ClonableDatabase(testId, config, database);
	}

	/**
	 * Let nobody connect any more: a database with sessions cannot be copied.
	 */
	private void seal(PostgresServer postgres, String name) {
		try (Connection connection = postgres.connect(); Statement statement = connection.createStatement()) {
			statement.execute("ALTER DATABASE %s ALLOW_CONNECTIONS false".formatted(name));
			postgres.terminateSessions(name);
		}
		catch (SQLException ex) {
			throw refused("seal the template " + name, ex);
		}
	}

	private static String nameFor(String testId) {
		String scope = testId.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
		scope = (scope.length() > LONGEST_SCOPE) ? scope.substring(0, LONGEST_SCOPE) : scope;
		return "agent_data_%d_%s".formatted(DATABASES.incrementAndGet(), scope);
	}

	private IllegalStateException refused(String attempt, SQLException cause) {
		return new IllegalStateException("The PostgreSQL of the engine %s was asked to %s and refused: %s"
			.formatted(this.engine, attempt, cause.getMessage()), cause);
	}

}
