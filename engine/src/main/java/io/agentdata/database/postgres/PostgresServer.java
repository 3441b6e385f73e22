// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

import javax.sql.DataSource;

/**
 * A running PostgreSQL, seen through a role that may create databases. It keeps a few
 * connections for its own commands, and is safe for use by several threads.
 */
public final class PostgresServer implements AutoCloseable {

	private static final String DEFAULT_SCHEMA = "public";

	/**
	 * PostgreSQL cuts names at 63 bytes; there is room for the number of a sibling.
	 */
	private static final int LONGEST_NAME = 56;

	private static final AtomicInteger NAMES = new AtomicInteger();

	private static final long POLL_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

	/**
	 * What the driver need not ask a server of ours takes no round trip.
	 */
	private static final Map<String, String> OF_OURS = Map.of("sslmode", "disable", "gssEncMode", "disable");

	private static final Map<String, String> OF_OTHERS = Map.of("loginTimeout", "20");

	/**
	 * The driver sends its own settings as it connects, so that RESET leaves them.
	 */
	private static final Map<String, String> OF_ALL = Map.of("assumeMinServerVersion", "12");

	private static final String NOT_PERMITTED = "42501";

	/**
	 * Autovacuum has no role. A command on a database ends it by itself, and only a
	 * superuser can do so before.
	 */
	private static final String HAS_SESSIONS = """
			SELECT count(*) FROM pg_database WHERE datname = %s AND pg_stat_get_db_numbackends(oid) > 0
				AND EXISTS (SELECT FROM pg_stat_get_activity(NULL) WHERE datid = pg_database.oid
					AND (usesysid IS NOT NULL OR current_setting('is_superuser')::boolean))
			""";

	private static final String TERMINATE = """
			SELECT count(usesysid) FROM (SELECT usesysid, pg_terminate_backend(pid) FROM pg_stat_activity
				WHERE datname = %s AND (pg_has_role(usesysid, 'USAGE') OR current_setting('is_superuser')::boolean))
				AS terminated
			""";

	private static final String COMMENTS = """
			SELECT datname, coalesce(shobj_description(oid, 'pg_database'), '') FROM pg_database
				WHERE starts_with(datname, %s)
			""";

	private final ServerAddress address;

	private final String prefix;

	private final String username;

	private final String password;

	private final MaintenanceConnections maintenance;

	/**
	 * Describe a server that we have started; nothing is connected to by that.
	 * @param host the address that it listens on
	 * @param port the TCP port
	 * @param username the role, a superuser or one with CREATEDB
	 * @param password the role's password
	 */
	public PostgresServer(String host, int port, String username, String password) {
		this(ServerAddress.of(host, port), username, password, "agent_data_");
	}

	/**
	 * Describe a server; nothing is connected to by that.
	 * @param address where it is
	 * @param username the role, a superuser or one with CREATEDB
	 * @param password the role's password
	 * @param prefix how the names of our databases there begin, in lower case
	 */
	public PostgresServer(ServerAddress address, String username, String password, String prefix) {
		this(address, username, password, prefix, UnaryOperator.identity());
	}

	/**
	 * Describe a server; nothing is connected to by that.
	 * @param address where it is
	 * @param username the role, a superuser or one with CREATEDB
	 * @param password the role's password
	 * @param prefix how the names of our databases there begin, in lower case
	 * @param explain what knows more of a failure than the server says
	 */
	public PostgresServer(ServerAddress address, String username, String password, String prefix,
			UnaryOperator<SQLException> explain) {
		this.address = address;
		this.username = username;
		this.password = password;
		this.prefix = prefix;
		this.maintenance = new MaintenanceConnections(dataSource(address.database(), DEFAULT_SCHEMA), explain);
	}

	/**
	 * Return the role that creates and owns databases.
	 * @return the role's name
	 */
	public String username() {
		return this.username;
	}

	/**
	 * Return the role's password.
	 * @return the password in plain text
	 */
	public String password() {
		return this.password;
	}

	/**
	 * Return a name that no database of this server has, and no further call returns.
	 * @param scope who the database is for, in any letters
	 * @return a name that needs no quotes
	 */
	public String nextName(String scope) {
		String name = "%s%s_%s".formatted(this.prefix, NAMES.incrementAndGet(),
				scope.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_"));
		return name.substring(0, Math.min(name.length(), LONGEST_NAME));
	}

	/**
	 * Return a name like {@link #nextName}, for a database that outlives this JVM.
	 * @param scope who has left the database, in any letters
	 * @return a name that needs no quotes, and does not begin as others do
	 */
	public String nextKeptName(String scope) {
		return "kept_" + nextName(scope);
	}

	/**
	 * Create an empty database.
	 * @param database its name, free on this server
	 * @param schema a schema to create in it besides {@code public}
	 * @throws SQLException if the server refuses; nothing is left behind
	 */
	public void create(String database, String schema) throws SQLException {
		clone("template1", database);
		if (!DEFAULT_SCHEMA.equals(schema)) {
			try (Connection connection = dataSource(database, DEFAULT_SCHEMA).getConnection();
					Statement statement = connection.createStatement()) {
				statement.execute("CREATE SCHEMA " + quoted(schema));
			}
			catch (SQLException ex) {
				drop(database);
				throw ex;
			}
		}
	}

	/**
	 * Create a database as a copy of another one.
	 * @param source the database to copy, which must have no sessions
	 * @param target the name of the copy, free on this server
	 * @throws SQLException if the server refuses; nothing is left behind
	 */
	public void clone(String source, String target) throws SQLException {
		// FILE_COPY writes no WAL for the copied pages: a third of the time at 8 MB where
		// nothing waits for the disk
		String strategy = this.address.ours() ? " STRATEGY FILE_COPY" : "";
		execute("CREATE DATABASE %s TEMPLATE %s%s".formatted(quoted(target), quoted(source), strategy));
	}

	/**
	 * Return what a copy of a database would lack.
	 */
	DatabaseSettings settings(String database) throws SQLException {
		return this.maintenance.use((connection) -> DatabaseSettings.read(connection, database));
	}

	/**
	 * Give a database settings of another one.
	 */
	void apply(DatabaseSettings settings, String database) throws SQLException {
		for (String statement : settings.statementsFor(quoted(database))) {
			execute(statement);
		}
	}

	/**
	 * Rename a database.
	 * @param database its name; it must have no sessions
	 * @param name the new name, free on this server
	 * @throws SQLException if the server refuses
	 */
	public void rename(String database, String name) throws SQLException {
		execute(renaming(database, name));
	}

	/**
	 * Let a database take the place of another one.
	 * @param database the name of the one to be replaced; it must have no sessions
	 * @param newName its new name, free on this server
	 * @param successor the present name of the one that takes its name; it must have no
	 * sessions
	 * @throws SQLException if the server refuses; both keep their names
	 */
	public void replace(String database, String newName, String successor) throws SQLException {
		// statements that are sent together are one transaction
		execute(renaming(database, newName) + "; " + renaming(successor, database));
	}

	/**
	 * Drop a database with the connections that are still open to it.
	 * @param database its name; nothing happens where there is none of that name
	 * @throws SQLException if the server refuses
	 */
	public void drop(String database) throws SQLException {
		String drop = "DROP DATABASE IF EXISTS " + quoted(database);
		try {
			execute(drop + " WITH (FORCE)");
		}
		catch (SQLException ex) {
			if (!NOT_PERMITTED.equals(ex.getSQLState())) {
				throw ex;
			}
			// FORCE would end autovacuum as well, which takes a superuser; without it
			// the server does so itself
			terminateSessions(database);
			execute(drop);
		}
	}

	/**
	 * Drop all databases whose names begin alike, but the warm templates.
	 * @param prefix how they begin
	 * @throws SQLException if the server refuses
	 */
	public void dropAll(String prefix) throws SQLException {
		for (String database : comments(prefix).keySet()) {
			if (!database.startsWith(WarmTemplates.PREFIX)) {
				drop(database);
			}
		}
	}

	/**
	 * Return the comments on databases by their names.
	 * @param prefix how the names begin
	 * @return a comment for each database, empty where it has none
	 */
	Map<String, String> comments(String prefix) throws SQLException {
		return this.maintenance.use((connection) -> {
			Map<String, String> comments = new HashMap<>();
			try (Statement statement = connection.createStatement();
					ResultSet rows = statement.executeQuery(COMMENTS.formatted(literal(prefix)))) {
				while (rows.next()) {
					comments.put(rows.getString(1), rows.getString(2));
				}
			}
			return comments;
		});
	}

	/**
	 * Set the comment on a database.
	 */
	void comment(String database, String text) throws SQLException {
		execute("COMMENT ON DATABASE %s IS %s".formatted(quoted(database), literal(text)));
	}

	/**
	 * Let nobody connect to a database any more; it can still be copied.
	 */
	void forbidSessions(String database) throws SQLException {
		execute("ALTER DATABASE %s ALLOW_CONNECTIONS false".formatted(quoted(database)));
	}

	/**
	 * Wait until a database has no sessions.
	 * @param database its name
	 * @param patience how long to wait at most
	 * @return whether it has none
	 * @throws SQLException if the server does not answer
	 */
	public boolean awaitNoSessions(String database, Duration patience) throws SQLException {
		long deadline = System.nanoTime() + patience.toNanos();
		while (count(HAS_SESSIONS.formatted(literal(database))) > 0) {
			if (System.nanoTime() > deadline) {
				return false;
			}
			LockSupport.parkNanos(POLL_NANOS);
		}
		return true;
	}

	/**
	 * Return whether there is a database.
	 * @param database its name
	 * @return whether there is one of that name
	 * @throws SQLException if the server does not answer
	 */
	public boolean exists(String database) throws SQLException {
		return count("SELECT count(*) FROM pg_database WHERE datname = " + literal(database)) > 0;
	}

	/**
	 * End the sessions of a database that the role may end, and the server's own work on
	 * it where the role is a superuser. They are told to, and may live a moment longer.
	 * @param database its name
	 * @return how many sessions of clients there were
	 * @throws SQLException if the server does not answer
	 */
	public int terminateSessions(String database) throws SQLException {
		return count(TERMINATE.formatted(literal(database)));
	}

	/**
	 * Find out whether it answers. The connection is kept for the first command, and the
	 * JVM has loaded the driver by then.
	 * @param patience how long it may take to answer, whole seconds
	 * @throws SQLException if it does not
	 */
	public void verify(Duration patience) throws SQLException {
		if (!this.maintenance.use((connection) -> connection.isValid((int) patience.toSeconds()))) {
			throw new SQLException("it does not answer");
		}
	}

	/**
	 * Return the JDBC URL of a database, without user and password.
	 * @param database its name
	 * @param schema the schema that unqualified names resolve to, before {@code public}
	 * @return a URL that starts with {@code jdbc:postgresql:}
	 */
	public String url(String database, String schema) {
		return JdbcUrl.withSchema(this.address.url(database), schema);
	}

	/**
	 * Return connections to a database, each opened anew.
	 * @param database its name
	 * @param schema the schema that unqualified names resolve to, before {@code public}
	 * @return a data source without a pool
	 */
	public DataSource dataSource(String database, String schema) {
		return dataSource(database, schema, Map.of());
	}

	/**
	 * Return connections to a database, each opened anew.
	 * @param database its name
	 * @param schema the schema that unqualified names resolve to, before {@code public}
	 * @param properties properties of the driver that the URL does not have
	 * @return a data source without a pool
	 */
	DataSource dataSource(String database, String schema, Map<String, String> properties) {
		String url = JdbcUrl.withDefaults(url(database, schema), this.address.ours() ? OF_OURS : OF_OTHERS);
		url = JdbcUrl.withDefaults(JdbcUrl.withDefaults(url, OF_ALL), properties);
		return new ServerDataSource(url, this.username, this.password);
	}

	/**
	 * Open a connection to the database that is there to begin with.
	 * @return a connection that the caller closes
	 * @throws SQLException if the server does not answer
	 */
	public Connection connect() throws SQLException {
		return dataSource(this.address.database(), DEFAULT_SCHEMA).getConnection();
	}

	/**
	 * Wait until all that was asked of the server is done, then close the connections
	 * that are kept. What is asked of it later fails.
	 */
	@Override
	public void close() throws SQLException {
		this.maintenance.close();
	}

	/**
	 * Return the address and the role, without the password.
	 */
	@Override
	public String toString() {
		return "PostgresServer[%s@%s]".formatted(this.username, this.address.hosts());
	}

	private void execute(String sql) throws SQLException {
		this.maintenance.use((connection) -> {
			try (Statement statement = connection.createStatement()) {
				return statement.execute(sql);
			}
		});
	}

	int count(String sql) throws SQLException {
		return this.maintenance.use((connection) -> {
			try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
				rows.next();
				return rows.getInt(1);
			}
		});
	}

	private static String renaming(String database, String name) {
		return "ALTER DATABASE %s RENAME TO %s".formatted(quoted(database), quoted(name));
	}

	private static String quoted(String identifier) {
		return '"' + identifier.replace("\"", "\"\"") + '"';
	}

	static String literal(String text) {
		return '\'' + text.replace("'", "''") + '\'';
	}

}
