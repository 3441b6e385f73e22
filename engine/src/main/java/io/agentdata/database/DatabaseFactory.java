// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;

import javax.sql.DataSource;

import io.agentdata.database.DatabaseConfig.Pool;
import io.agentdata.database.container.ContainerOptions;
import io.agentdata.database.container.ContainerServer;
import io.agentdata.database.embedded.EmbeddedOptions;
import io.agentdata.database.embedded.EmbeddedServer;
import io.agentdata.database.external.ExternalOptions;
import io.agentdata.database.external.ExternalServer;
import io.agentdata.database.pglite.PgliteOptions;
import org.jspecify.annotations.Nullable;

/**
 * Hands out databases, one for each {@code testId}, on the server of one engine. It is
 * safe for use by several threads.
 *
 * <pre class="code">
 * try (DatabaseFactory factory = DatabaseFactory.embedded(EmbeddedOptions.defaults(), "public", Pool.DEFAULTS)) {
 * 	Database database = factory.database("recall");
 * 	try (Connection connection = database.dataSource().getConnection()) {
 * 		...
 * 	}
 * }
 * </pre>
 */
public sealed interface DatabaseFactory extends AutoCloseable permits EngineDatabaseFactory, ProductionDatabaseFactory {

	/**
	 * Return the engine that the databases live on.
	 * @return the engine
	 */
	Engine engine();

	/**
	 * Return what the server truly offers; waits until it is ready.
	 * @return the capabilities
	 */
	default Set<Capability> capabilities() {
		Set<Capability> offered = EnumSet.noneOf(Capability.class);
		offered.addAll(Capability.of(engine()));
		if (engine() != Engine.H2 && server().pgvector() == null) {
			offered.removeAll(EnumSet.of(Capability.VECTOR, Capability.VECTOR_INDEX));
		}
		return offered;
	}

	/**
	 * Begin to start the server in the background, where the engine has one to start. A
	 * failure shows at the first {@link #database(String)}.
	 */
	void prepare();

	/**
	 * Return what the server is; waits until it is ready.
	 * @return the product and its versions
	 */
	ServerInfo server();

	/**
	 * Return the database of a scope. The first call makes it, empty; later calls with an
	 * equal id return the same one, until it is destroyed. {@link Engine#PRODUCTION} has
	 * one database, which all scopes get.
	 * @param testId the scope that owns the database, not blank
	 * @return the scope's database
	 * @throws IllegalArgumentException if the id is blank
	 * @throws IllegalStateException if this factory is closed
	 * @throws io.agentdata.AgentDataException if the server cannot be started; nothing is
	 * left behind
	 */
	Database database(String testId);

	/**
	 * Drop the database of a scope, with the connections that are still open to it. The
	 * database of {@link Engine#PRODUCTION} is never dropped.
	 * @param testId the scope that owns the database
	 * @return whether there was one to drop
	 */
	boolean destroy(String testId);

	/**
	 * Do work with a database that nobody else has. It is dropped at the end, with the
	 * connections that are still open to it, whether the work fails or not.
	 *
	 * <pre class="code">
	 * int count = factory.withIsolatedDatabase("recall", (database) -&gt; {
	 * 	migrate(database.dataSource());
	 * 	return new Notes(database.dataSource()).count();
	 * });
	 * </pre>
	 *
	 * Calls with an equal id, after each other or at the same time, each get a database
	 * of their own, which is none of those that {@link #database(String)} returns.
	 * @param <T> what the work returns
	 * @param <E> the checked exception that the work throws, if any
	 * @param testId the scope that owns the database, not blank
	 * @param work what to do with the database, which is valid until the work ends
	 * @return the result of the work
	 * @throws E if the work fails
	 * @throws IllegalArgumentException if the id is blank
	 * @throws IllegalStateException if this factory is closed
	 * @throws UnsupportedCapabilityException if the engine makes no databases
	 */
	<T extends @Nullable Object, E extends Exception> T withIsolatedDatabase(String testId,
			IsolatedWork<Database, T, E> work) throws E;

	/**
	 * Prepare a database once, seal it as a template, and return a factory whose
	 * databases are clones of it: each starts from the prepared state, sequences
	 * included.
	 *
	 * <pre class="code">
	 * try (DatabaseFactory migrated = factory.preparedBy((database) -&gt; migrate(database.dataSource()))) {
	 * 	migrated.withIsolatedDatabase("recall", (database) -&gt; ...);
	 * 	migrated.withIsolatedDatabase("forget", (database) -&gt; ...);
	 * }
	 * </pre>
	 *
	 * The returned factory can be prepared further, and outlives this one.
	 * @param <E> the checked exception that the preparer throws, if any
	 * @param preparer brings the database to the state to start from; called once, before
	 * this method returns
	 * @return a factory that the caller closes
	 * @throws E if the preparer fails; nothing is left behind
	 * @throws IllegalStateException if this factory is closed
	 * @throws UnsupportedCapabilityException if the engine cannot copy databases
	 */
	<E extends Exception> DatabaseFactory preparedBy(DatabasePreparer<E> preparer) throws E;

	/**
	 * Drop all databases that this factory made. The server stays: it belongs to the JVM.
	 */
	@Override
	void close();

	/**
	 * Return a factory on the embedded server of this JVM. The server starts with the
	 * first call that needs it, and is shared by all factories with equal options.
	 * @param options how the server is found and started
	 * @param schema the schema that unqualified names resolve to, before {@code public};
	 * created where it is another
	 * @param pool the pool limits to report in each {@link DatabaseConfig}
	 * @return a factory that the caller closes
	 */
	static DatabaseFactory embedded(EmbeddedOptions options, String schema, Pool pool) {
		return new EngineDatabaseFactory(new PostgresSource(Engine.EMBEDDED, EmbeddedServer.of(options)), schema, pool);
	}

	/**
	 * Return a factory on a PostgreSQL in a Docker container, one for this JVM. It starts
	 * with the first call that needs it.
	 * @param options which container
	 * @param schema the schema that unqualified names resolve to, before {@code public};
	 * created where it is another
	 * @param pool the pool limits to report in each {@link DatabaseConfig}
	 * @return a factory that the caller closes
	 */
	static DatabaseFactory container(ContainerOptions options, String schema, Pool pool) {
		return new EngineDatabaseFactory(new PostgresSource(Engine.CONTAINER, ContainerServer.of(options)), schema,
				pool);
	}

	/**
	 * Return a factory on a PostgreSQL that is not ours. The databases are dropped when
	 * the factory lets go of them; those of a JVM that was killed, by another JVM.
	 * @param options where the server is
	 * @param schema the schema that unqualified names resolve to, before {@code public};
	 * created where it is another
	 * @param pool the pool limits to report in each {@link DatabaseConfig}
	 * @return a factory that the caller closes
	 */
	static DatabaseFactory external(ExternalOptions options, String schema, Pool pool) {
		return new EngineDatabaseFactory(new PostgresSource(Engine.EXTERNAL, ExternalServer.of(options)), schema, pool);
	}

	/**
	 * Return a factory of PGlite, each database of which is a process of Node.js.
	 * @param options how Node and PGlite are found and started
	 * @param schema the schema that unqualified names resolve to, before {@code public};
	 * created where it is another
	 * @param pool the pool limits to report in each {@link DatabaseConfig}
	 * @return a factory that the caller closes
	 */
	static DatabaseFactory pglite(PgliteOptions options, String schema, Pool pool) {
		return new EngineDatabaseFactory(new PgliteSource(options), schema, pool);
	}

	/**
	 * Return a factory of H2 databases in the memory of this JVM, with pgvector's
	 * functions.
	 * @param schema the schema that unqualified names resolve to, before {@code public};
	 * created where it is another
	 * @param pool the pool limits to report in each {@link DatabaseConfig}
	 * @return a factory that the caller closes
	 * @throws io.agentdata.AgentDataException if H2 is not on the class path
	 */
	static DatabaseFactory h2(String schema, Pool pool) {
		return new EngineDatabaseFactory(new H2Source(), schema, pool);
	}

	/**
	 * Return a factory on the application's own database. Neither supplier is asked
	 * before the first {@link #database(String)}.
	 * @param config how to connect to the database
	 * @param dataSource the application's own connections
	 * @return a factory that makes and drops nothing
	 */
	static DatabaseFactory production(Supplier<DatabaseConfig> config, Supplier<DataSource> dataSource) {
		return new ProductionDatabaseFactory(config, dataSource);
	}

}
