// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.h2;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import org.h2.jdbcx.JdbcDataSource;

/**
 * One H2 database in the memory of this JVM, in PostgreSQL mode, with pgvector's
 * functions. It lives until it is closed. It is safe for use by several threads.
 * <p>
 * It is kept in a file in memory rather than as H2's {@code mem:}, because a file is
 * copied whole: snapshots cost a copy of bytes, where a script would build each row and
 * index anew.
 */
public final class H2Database implements AutoCloseable {

	/**
	 * What tests on H2 do not find out, in one line.
	 */
	public static final String NOT_FAITHFUL = "H2 is not PostgreSQL: vectors are compared exactly, without an index, "
			+ "and only by functions (no <->, <=>, <#>; vector(n) only, no halfvec, bit or sparsevec); "
			+ "no jsonb operators, no JSON strings, no text[], no ON CONFLICT (...), RETURNING, PL/pgSQL, extensions, "
			+ "advisory locks or LISTEN; DDL commits; constraints are never deferred; order, regular expressions and "
			+ "error codes are H2's.";

	private static final String USERNAME = "sa";

	private static final String PASSWORD = "";

	private static final String NAME_PREFIX = "agent_data_";

	private static final String URL_PREFIX = "jdbc:h2:" + MemoryFile.FILE_SYSTEM + NAME_PREFIX;

	/**
	 * PostgreSQL's behaviour, as near as H2 comes. The names are keywords of H2 that
	 * PostgreSQL allows as names of columns.
	 */
	private static final String SETTINGS = ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH"
			+ ";NON_KEYWORDS=DAY,HOUR,KEY,MINUTE,MONTH,SECOND,VALUE,YEAR;LOCK_TIMEOUT=10000"
			+ ";DB_CLOSE_DELAY=-1;DB_CLOSE_ON_EXIT=FALSE;FILE_LOCK=NO;MAX_COMPACT_TIME=0;TRACE_LEVEL_FILE=0";

	private static final int LONGEST_SCOPE = 40;

	private static final AtomicInteger FILES = new AtomicInteger();

	private final Map<String, Snapshot> snapshots = new ConcurrentHashMap<>();

	private final MemoryFile file;

	private final String schema;

	private H2Database(MemoryFile file, String schema) {
		this.file = file;
		this.schema = schema;
	}

	/**
	 * Create an empty database.
	 * @param scope who it is for, which its name tells
	 * @param schema the schema that unqualified names resolve to, before {@code public};
	 * created where it is another
	 * @return a database that the caller closes
	 * @throws MissingH2Exception if H2 is not on the class path
	 * @throws SQLException if H2 refuses; nothing is left behind
	 */
	public static H2Database create(String scope, String schema) throws SQLException {
		MissingH2Exception.throwIfMissing();
		String name = scope.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
		H2Database database = new H2Database(
				nextFile((name.length() > LONGEST_SCOPE) ? name.substring(0, LONGEST_SCOPE) : name), schema);
		try (Connection connection = connections(database.baseUrl()).getConnection()) {
			H2Objects.create(connection, schema);
			return database;
		}
		catch (SQLException ex) {
			database.close();
			throw ex;
		}
	}

	/**
	 * Return whether a URL leads to a database of this type.
	 * @param url a JDBC URL, with or without settings
	 * @return whether it was made by {@link #create(String, String)}
	 */
	public static boolean isNamedBy(String url) {
		return url.startsWith(URL_PREFIX);
	}

	/**
	 * Return the JDBC URL. It stays valid whatever is restored, and makes no database
	 * when this one is closed.
	 * @return the URL, without user and password
	 */
	public String url() {
		return "%s;SCHEMA=\"%s\";SCHEMA_SEARCH_PATH=\"%s\",public,%s;IFEXISTS=TRUE".formatted(baseUrl(), this.schema,
				this.schema, H2Objects.SCHEMA);
	}

	/**
	 * Return the user to connect as.
	 * @return the name
	 */
	public String username() {
		return USERNAME;
	}

	/**
	 * Return the user's password.
	 * @return the password, empty
	 */
	public String password() {
		return PASSWORD;
	}

	/**
	 * Return connections to the database, each opened anew and closed by its user.
	 * @return the connections
	 */
	public DataSource dataSource() {
		return connections(url());
	}

	/**
	 * Keep the committed state under a name; replace a state of the same name. Sessions
	 * are ended, and what they have not committed is not kept.
	 * @param name the name to restore it by
	 * @throws SQLException if H2 refuses
	 */
	public synchronized void snapshot(String name) throws SQLException {
		H2Sequences sequences;
		try (Connection connection = dataSource().getConnection()) {
			sequences = H2Sequences.read(connection);
			execute(connection, "SHUTDOWN");
		}
		Snapshot replaced = this.snapshots.put(name, new Snapshot(copy(this.file, nextFile("snapshot")), sequences));
		if (replaced != null) {
			replaced.file().delete();
		}
		open();
	}

	/**
	 * Check that there is a snapshot.
	 * @param name its name
	 * @throws IllegalArgumentException if there is none of that name
	 */
	public void verify(String name) {
		snapshotOf(name);
	}

	/**
	 * Put the database back into a kept state, sequences included. Sessions are ended.
	 * @param name the name of the snapshot
	 * @throws IllegalArgumentException if there is no snapshot of that name
	 * @throws SQLException if H2 refuses
	 */
	public synchronized void restore(String name) throws SQLException {
		Snapshot snapshot = snapshotOf(name);
		end();
		copy(snapshot.file(), this.file);
		open();
	}

	/**
	 * Put all sequences and identity columns back to where they were in a kept state,
	 * without ending sessions.
	 * @param name the name of the snapshot
	 * @throws IllegalArgumentException if there is no snapshot of that name
	 * @throws SQLException if H2 refuses
	 */
	public void resetSequences(String name) throws SQLException {
		Snapshot snapshot = snapshotOf(name);
		try (Connection connection = dataSource().getConnection()) {
			snapshot.sequences().apply(connection);
		}
	}

	/**
	 * End the sessions, and forget the database with its snapshots.
	 */
	@Override
	public synchronized void close() throws SQLException {
		end();
		this.file.delete();
		this.snapshots.values().forEach((snapshot) -> snapshot.file().delete());
		this.snapshots.clear();
	}

	private String baseUrl() {
		return "jdbc:h2:" + this.file.database() + SETTINGS;
	}

	private Snapshot snapshotOf(String name) {
		Snapshot found = this.snapshots.get(name);
		if (found == null) {
			throw new IllegalArgumentException("There is no snapshot '%s' of this database. Its snapshots are: %s."
				.formatted(name, this.snapshots.keySet()));
		}
		return found;
	}

	/**
	 * Read the file, so that the next user need not wait for it.
	 */
	private void open() throws SQLException {
		dataSource().getConnection().close();
	}

	private void end() throws SQLException {
		if (this.file.exists()) {
			// without the schema, which a test may have dropped
			try (Connection connection = connections(baseUrl()).getConnection()) {
				execute(connection, "SHUTDOWN IMMEDIATELY");
			}
		}
	}

	private static void execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	private static MemoryFile nextFile(String name) {
		return new MemoryFile(
				"%s%s%d_%s".formatted(MemoryFile.FILE_SYSTEM, NAME_PREFIX, FILES.incrementAndGet(), name));
	}

	private static MemoryFile copy(MemoryFile source, MemoryFile target) {
		try {
			source.copyTo(target);
			return target;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The H2 database " + source.database() + " was to be copied", ex);
		}
	}

	private static JdbcDataSource connections(String url) {
		JdbcDataSource connections = new JdbcDataSource();
		connections.setURL(url);
		connections.setUser(USERNAME);
		connections.setPassword(PASSWORD);
		return connections;
	}

	/**
	 * A kept state.
	 *
	 * @param file the copy of the database
	 * @param sequences where its sequences stand
	 */
	private record Snapshot(MemoryFile file, H2Sequences sequences) {

	}

}
