// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.pglite;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

import javax.sql.DataSource;

import io.agentdata.database.copy.Changes;
import io.agentdata.database.copy.CopyableDatabase;
import io.agentdata.database.copy.OwnedSessions;
import io.agentdata.database.copy.SessionNames;
import io.agentdata.database.copy.SqlFunction;
import io.agentdata.database.postgres.JdbcUrl;
import io.agentdata.database.postgres.RandomPassword;
import io.agentdata.database.process.BackgroundStart;
import io.agentdata.database.reset.Baseline;
import io.agentdata.database.reset.ResettableDatabase;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One PGlite, which is one database, in a Node process of its own. It starts on first
 * need and ends with the JVM, even where that is killed. It is safe for use by several
 * threads.
 *
 * <p>
 * All connections share one session: settings, temporary tables, advisory locks. A
 * transaction keeps the other connections waiting; where nothing is done in it for the
 * options' {@link PgliteOptions#waitTimeout()}, their statements fail with the SQL state
 * {@code 55P03} and an explanation. Statements cannot be cancelled, so no timeout ends
 * them.
 */
public final class PgliteServer implements CopyableDatabase {

	private static final Logger logger = LoggerFactory.getLogger(PgliteServer.class);

	private static final String USERNAME = "postgres";

	private static final String DEFAULT_SCHEMA = "public";

	private final String password = RandomPassword.create();

	private static final String OTHER_TRANSACTION = "55P03";

	/**
	 * Statements that give the session the settings which it has been given.
	 */
	private static final String SET = """
			SELECT coalesce(string_agg(format('SELECT set_config(%L, %L, false)', name, setting), '; '), '')
			FROM pg_settings WHERE source = 'session'
			""";

	/**
	 * Statements that take them from it.
	 */
	private static final String RESET = """
			SELECT string_agg(format('RESET %I', name), '; ') FROM pg_settings WHERE source = 'session'
			""";

	private final Map<String, Baseline> snapshots = new ConcurrentHashMap<>();

	private final ResettableDatabase rows = new ResettableDatabase(dataSource());

	private final PgliteOptions options;

	private final String schema;

	private final BackgroundStart<Running> start;

	/**
	 * Describe a server; nothing is started by that.
	 * @param options how PGlite is found and started
	 * @param schema the schema that unqualified names resolve to, before {@code public};
	 * created where it is another
	 */
	public PgliteServer(PgliteOptions options, String schema) {
		this.options = options;
		this.schema = schema;
		this.start = new BackgroundStart<>(this::start);
	}

	/**
	 * Begin to start in a thread of its own, unless that is done.
	 */
	public void prepare() {
		this.start.begin();
	}

	/**
	 * Return the JDBC URL; waits until PGlite is ready.
	 * @throws PgliteException if PGlite cannot be started
	 */
	@Override
	public String url() {
		return url(this.start.await().port());
	}

	@Override
	public String username() {
		return USERNAME;
	}

	@Override
	public String password() {
		return this.password;
	}

	/**
	 * Return how long the start took; waits until PGlite is ready.
	 * @return the time from the request to readiness
	 * @throws PgliteException if PGlite cannot be started
	 */
	public Duration startTime() {
		return this.start.await().startTime();
	}

	/**
	 * Open a connection to the database.
	 * @return a connection that the caller closes
	 * @throws SQLException if PGlite refuses
	 * @throws PgliteException if PGlite cannot be started, or has ended
	 */
	public Connection connect() throws SQLException {
		return connect(Map.of());
	}

	Connection connect(Map<String, String> properties) throws SQLException {
		this.start.await().process().requireAlive("A connection");
		return connect(JdbcUrl.withDefaults(url(), properties));
	}

	@Override
	public DataSource dataSource(Map<String, String> properties) {
		return new PgliteConnections(this, properties);
	}

	/**
	 * Keep the present state as a snapshot. Connections stay open. It takes 0.7 s and 40
	 * MB of memory.
	 * @throws PgliteException if PGlite cannot be started, or has ended
	 * @throws IllegalStateException if a transaction is open
	 */
	@Override
	public void snapshot(String name) throws SQLException {
		String attempt = "The snapshot '%s'".formatted(name);
		Baseline kept = aside(attempt, (session) -> keep());
		this.start.await().process().command("snapshot " + encoded(name), attempt);
		this.snapshots.put(name, kept);
		aside(attempt, (session) -> broughtTo(kept));
	}

	@Override
	public void verify(String name) {
		kept(name);
	}

	/**
	 * Put the database back into the state of a snapshot. Connections stay open; their
	 * session is a new one. It takes 0.6 s.
	 * @throws PgliteException if PGlite has ended
	 * @throws IllegalStateException if a transaction is open
	 */
	@Override
	public void restore(String name) throws SQLException {
		Baseline kept = kept(name);
		String attempt = "The restore of '%s'".formatted(name);
		this.start.await().process().command("restore " + encoded(name), attempt);
		aside(attempt, (session) -> broughtTo(kept));
	}

	@Override
	public Changes changes(Collection<Integer> reported, OwnedSessions sessions) throws SQLException {
		return aside("A question for changes", (session) -> this.rows.changes(reported, null));
	}

	@Override
	public @Nullable String reset(String name, boolean withSequences, SessionNames sessions) throws SQLException {
		Baseline kept = kept(name);
		return aside("The reset to '%s'".formatted(name), (session) -> this.rows.reset(kept, withSequences, sessions));
	}

	/**
	 * Do nothing: there is one session, which the test needs.
	 */
	@Override
	public void prefetch(String name) {
		verify(name);
	}

	/**
	 * Forget the snapshot. Its memory is used again by the next one of the name.
	 */
	@Override
	public void forget(String name) {
		this.snapshots.remove(name);
	}

	@Override
	public void resetSequences(String name) throws SQLException {
		Baseline kept = kept(name);
		aside("The reset of sequences to '%s'".formatted(name), (session) -> {
			this.rows.resetSequences(kept, kept.sequences());
			return kept;
		});
	}

	/**
	 * Refuse: each PGlite is one database, and takes hundreds of megabytes.
	 * @throws UnsupportedOperationException always
	 */
	@Override
	public CopyableDatabase sibling(String name) {
		throw new UnsupportedOperationException("PGlite does not copy databases to new ones");
	}

	/**
	 * Refuse, as {@link #sibling(String)} does.
	 * @throws UnsupportedOperationException always
	 */
	@Override
	public CopyableDatabase copy(String scope, String name) {
		return sibling(name);
	}

	/**
	 * End PGlite, and its database with it.
	 */
	@Override
	public void close() {
		this.start.ifBegun(this.options.startTimeout()).ifPresent((running) -> running.process().stop());
	}

	private Baseline kept(String name) {
		Baseline found = this.snapshots.get(name);
		if (found == null) {
			throw new IllegalArgumentException("There is no snapshot '%s'. Take it first; there are: %s."
				.formatted(name, this.snapshots.keySet()));
		}
		return found;
	}

	private Baseline keep() throws SQLException {
		CopyInMemory copy = new CopyInMemory(dataSource());
		try {
			Baseline baseline = Objects.requireNonNull(this.rows.keep(copy)).baseline();
			baseline.remember();
			return baseline;
		}
		finally {
			copy.release();
		}
	}

	private Baseline broughtTo(Baseline kept) throws SQLException {
		this.rows.broughtTo(kept);
		return kept;
	}

	/**
	 * Work in the session that all connections have in common, and leave it as it was.
	 */
	private <T extends @Nullable Object> T aside(String attempt, SqlFunction<Connection, T> work) throws SQLException {
		Running running = this.start.await();
		running.process().requireAlive(attempt);
		try (Connection connection = connect(url(running.port())); Statement statement = connection.createStatement()) {
			statement.execute("SELECT pg_stat_force_next_flush()");
			String settings = text(statement, SET);
			try {
				return work.apply(connection);
			}
			finally {
				this.rows.disconnect();
				statement.execute(text(statement, RESET));
				statement.execute(settings);
			}
		}
		catch (SQLException ex) {
			if (OTHER_TRANSACTION.equals(ex.getSQLState())) {
				throw new IllegalStateException(
						"%s was to happen, and PGlite refused: %s".formatted(attempt, ex.getMessage()), ex);
			}
			throw ex;
		}
	}

	private static String text(Statement statement, String query) throws SQLException {
		try (ResultSet row = statement.executeQuery(query)) {
			row.next();
			return row.getString(1);
		}
	}

	private Running start() {
		long begin = System.nanoTime();
		String searchPath = "%s,%s".formatted(quoted(this.schema), DEFAULT_SCHEMA);
		NodeProcess process = new PgliteLaunch(this.options, searchPath, this.password).start();
		int port = process.awaitPort(this.options.startTimeout());
		createSchema(process, port);
		Running running = new Running(process, port, Duration.ofNanos(System.nanoTime() - begin));
		logger.info("PGlite is ready on port {} after {} ms", port, running.startTime().toMillis());
		return running;
	}

	private void createSchema(NodeProcess process, int port) {
		if (!DEFAULT_SCHEMA.equals(this.schema)) {
			try (Connection connection = connect(url(port)); Statement statement = connection.createStatement()) {
				statement.execute("CREATE SCHEMA " + quoted(this.schema));
			}
			catch (SQLException ex) {
				process.stop();
				throw new IllegalStateException("The schema '%s' was to be created in PGlite, which refused: %s"
					.formatted(this.schema, ex.getMessage()), ex);
			}
		}
	}

	/**
	 * The driver need not ask for the version, which would wait for a transaction.
	 * Statements prepared in the session do not survive a restore, nor another
	 * connection's DISCARD.
	 */
	private static String url(int port) {
		return "jdbc:postgresql://127.0.0.1:" + port
				+ "/postgres?sslmode=disable&assumeMinServerVersion=18&prepareThreshold=0";
	}

	private Connection connect(String url) throws SQLException {
		PGSimpleDataSource dataSource = new PGSimpleDataSource();
		dataSource.setUrl(url);
		dataSource.setUser(USERNAME);
		dataSource.setPassword(this.password);
		return dataSource.getConnection();
	}

	private static String quoted(String identifier) {
		return '"' + identifier.replace("\"", "\"\"") + '"';
	}

	private static String encoded(String name) {
		return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
	}

	/**
	 * A PGlite that takes connections.
	 *
	 * @param process what keeps it alive
	 * @param port where it listens
	 * @param startTime how long it took to be ready
	 */
	private record Running(NodeProcess process, int port, Duration startTime) {

	}

}
