// SPDX-License-Identifier: Apache-2.0
package io.agentdata.test;

import javax.sql.DataSource;

import io.agentdata.database.Database;
import io.agentdata.database.DatabaseConfig.Pool;
import io.agentdata.database.DatabaseFactory;
import io.agentdata.database.DatabasePreparer;
import io.agentdata.database.embedded.EmbeddedOptions;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives each test method a PostgreSQL database of its own, for tests without Spring.
 *
 * <pre class="code">
 * class NotesTests {
 *
 * 	&#064;RegisterExtension
 * 	static final AgentDatabaseExtension databases = AgentDatabaseExtension
 * 		.preparedBy((database) -&gt; Flyway.configure().dataSource(database.dataSource()).load().migrate());
 *
 * 	&#064;Test
 * 	void recallsTheNearestNote(DataSource dataSource) {
 * 		...
 * 	}
 *
 * }
 * </pre>
 *
 * A database is prepared once a class, its nested classes included. Each test method that
 * has a parameter of type {@link Database} or {@link DataSource} gets a fresh clone of
 * it, the same one in its {@code @BeforeEach} and {@code @AfterEach} methods. The clone
 * is dropped after the test with the connections that are still open to it, and nothing
 * is left after the class. Test methods may run in parallel. The server is the embedded
 * one of this JVM, with its default options.
 */
public final class AgentDatabaseExtension implements BeforeAllCallback, ParameterResolver {

	private static final Namespace NAMESPACE = Namespace.create(AgentDatabaseExtension.class);

	private final DatabasePreparer<?> preparer;

	private AgentDatabaseExtension(DatabasePreparer<?> preparer) {
		this.preparer = preparer;
	}

	/**
	 * Return an extension for a static field with
	 * {@link org.junit.jupiter.api.extension.RegisterExtension @RegisterExtension}.
	 * @param preparer brings an empty database to the state that each test method starts
	 * from; its failure fails the class
	 * @return the extension
	 */
	public static AgentDatabaseExtension preparedBy(DatabasePreparer<?> preparer) {
		return new AgentDatabaseExtension(preparer);
	}

	/**
	 * Return an extension whose databases are empty.
	 * @return the extension, for a static field
	 */
	public static AgentDatabaseExtension empty() {
		return new AgentDatabaseExtension((database) -> {
		});
	}

	@Override
	public void beforeAll(ExtensionContext context) throws Exception {
		Store store = context.getStore(NAMESPACE);
		if (store.get(this) == null) {
			try (DatabaseFactory factory = DatabaseFactory.embedded(EmbeddedOptions.defaults(), "public",
					Pool.DEFAULTS)) {
				store.put(this, factory.preparedBy(this.preparer));
			}
		}
	}

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		Class<?> type = parameter.getParameter().getType();
		return context.getTestMethod().isPresent() && (type == Database.class || type == DataSource.class);
	}

	@Override
	public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
		Store store = context.getStore(NAMESPACE);
		DatabaseFactory clones = store.get(this, DatabaseFactory.class);
		if (clones == null) {
			throw new ParameterResolutionException("The parameter '%s' has no prepared database to be cloned from. "
				.formatted(parameter.getParameter())
					+ "Make the field of the AgentDatabaseExtension static: it prepares its database once a class.");
		}
		Database database = store.computeIfAbsent("clone", (key) -> new Clone(clones, context), Clone.class).database();
		return (parameter.getParameter().getType() == Database.class) ? database : database.dataSource();
	}

	/**
	 * The database of one test method; JUnit closes it after the test.
	 *
	 * @param factory the factory that made it
	 * @param database the database
	 */
	private record Clone(DatabaseFactory factory, Database database) implements AutoCloseable {

		Clone(DatabaseFactory factory, ExtensionContext context) {
			this(factory, factory.database("%s.%s %s".formatted(context.getRequiredTestClass().getSimpleName(),
					context.getRequiredTestMethod().getName(), context.getUniqueId())));
		}

		@Override
		public void close() {
			this.factory.destroy(this.database.testId());
		}

	}

}
