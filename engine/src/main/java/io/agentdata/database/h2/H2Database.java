// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.h2;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import io.agentdata.database.copy.CopyableDatabase;
import org.h2.engine.Constants;
import org.h2.jdbcx.JdbcDataSource;

/**
 * One H2 database in the memory of this JVM, in PostgreSQL mode, with pgvector's
 * functions. It lives until it is dropped. It is safe for use by several threads.
 * <p>
 * It is kept in a file in memory rather than as H2's {@code mem:}, because a file is
 * copied whole: snapshots cost a copy of bytes, where a script would build each row and
 * index anew.
 */
public final class H2Database implements CopyableDatabase {

	/**
	 * What tests on H2 do not find out, in one line.
	 */
	public static final String NOT_FAITHFUL = "H2 is not PostgreSQL: vectors are compared exactly, without an index, "
			+ "and only by functions (no <->, <=>, <#>; vector(n) only, no halfvec, bit or sparsevec); "
			+ "no jsonb operators, no JSON strings, no text[], no ON CONFLICT (...), RETURNING, PL/pgSQL, extensions, "
			+ "advisory locks or LISTEN; DDL commits, and a failed statement does not abort its transaction; "
			+ "constraints are never deferred; equal JSON has its keys in the same order; "
			+ "regular expressions and error codes are H2's.";

	private static final String USERNAME = "sa";

	private static final String PASSWORD = "";

	private static final int LONGEST_SCOPE = 40;

	private static final AtomicInteger FILES = new AtomicInteger();

	private final Family family;

	private final MemoryFile file;

	private final H2Url url;

	private H2Database(MemoryFile file, String schema, Family family) {
		this.file = file;
		this.url = new H2Url(file, schema);
		this.family = family;
		family.members().add(this);
	}

	/**
	 * Create an empty database.
	 * @param scope who it is for, which its name tells
	 * @param schema the schema that unqualified names resolve to, before {@code public};
	 * created where it is another
	 * @return a database that the caller drops
	 * @throws MissingH2Exception if H2 is not on the class path
	 * @throws SQLException if H2 refuses; nothing is left behind
	 */
	public static H2Database create(String scope, String schema) throws SQLException {
		MissingH2Exception.throwIfMissing();
		H2Database database = new H2Database(nextFile(scope), schema, new Family());
		try (Connection connection = connections(database.url.withoutSchema()).getConnection()) {
			H2Objects.create(connection, schema);
			return database;
		}
		catch (SQLException ex) {
			database.close();
			throw ex;
		}
	}

	/**
	 * Return the version of H2.
	 * @return the version, such as {@code 2.4.240}
	 * @throws MissingH2Exception if H2 is not on the class path
	 */
	public static String version() {
		MissingH2Exception.throwIfMissing();
		return Constants.VERSION;
	}

	/**
	 * Return whether a URL leads to a database of this type.
	 * @param url a JDBC URL, with or without settings
	 * @return whether it was made by {@link #create(String, String)}
	 */
	public static boolean isNamedBy(String url) {
		return H2Url.isOurs(url);
	}

	@Override
	public H2Database copy(String scope, String snapshot) throws SQLException {
		return copy(scope, snapshot, new Family());
	}

	/**
	 * Return the JDBC URL. It stays valid whatever is restored, and makes no database
	 * when this one is dropped.
	 * @return the URL, without user and password
	 */
	@Override
	public String url() {
		return this.url.withSchema();
	}

	@Override
	public String username() {
		return USERNAME;
	}

	@Override
	public String password() {
		return PASSWORD;
	}

	@Override
	public DataSource dataSource(Map<String, String> properties) {
		return connections(url());
	}

	/**
	 * Keep the committed state as a snapshot. Sessions are ended, and what they have not
	 * committed is not kept.
	 */
	@Override
	public synchronized void snapshot(String name) throws SQLException {
		H2Sequences sequences;
		try (Connection connection = dataSource().getConnection()) {
			sequences = H2Sequences.read(connection);
			execute(connection, "SHUTDOWN");
		}
		Snapshot replaced = this.family.snapshots()
			.put(name, new Snapshot(copy(this.file, nextFile("snapshot")), sequences));
		if (replaced != null) {
			replaced.file().delete();
		}
		open();
	}

	@Override
	public void verify(String name) {
		snapshotOf(name);
	}

	/**
	 * Put the database back into the state of a snapshot, sequences included. Sessions
	 * are ended.
	 */
	@Override
	public synchronized void restore(String name) throws SQLException {
		Snapshot snapshot = snapshotOf(name);
		end();
		copy(snapshot.file(), this.file);
		open();
	}

	/**
	 * Do nothing: a copy of bytes in memory is made in time.
	 */
	@Override
	public void prefetch(String name) {
		snapshotOf(name);
	}

	@Override
	public void forget(String name) {
		Snapshot forgotten = this.family.snapshots().remove(name);
		if (forgotten != null) {
			forgotten.file().delete();
		}
	}

	@Override
	public H2Database sibling(String name) throws SQLException {
		return copy("sibling", name, this.family);
	}

	@Override
	public void resetSequences(String name) throws SQLException {
		Snapshot snapshot = snapshotOf(name);
		try (Connection connection = dataSource().getConnection()) {
			snapshot.sequences().apply(connection);
		}
	}

	@Override
	public void close() throws SQLException {
		for (H2Database member : this.family.members()) {
			member.end();
			member.file.delete();
		}
		this.family.members().clear();
		this.family.snapshots().values().forEach((snapshot) -> snapshot.file().delete());
		this.family.snapshots().clear();
	}

	private H2Database copy(String scope, String snapshot, Family owner) throws SQLException {
		H2Database copy = new H2Database(copy(snapshotOf(snapshot).file(), nextFile(scope)), this.url.schema(), owner);
		copy.open();
		return copy;
	}

	private Snapshot snapshotOf(String name) {
		Snapshot found = this.family.snapshots().get(name);
		if (found == null) {
			throw new IllegalArgumentException("There is no snapshot '%s' of this database. Its snapshots are: %s."
				.formatted(name, this.family.snapshots().keySet()));
		}
		return found;
	}

	/**
	 * Read the file, so that the next user need not wait for it.
	 */
	private void open() throws SQLException {
		dataSource().getConnection().close();
	}

	private synchronized void end() throws SQLException {
		if (this.file.exists()) {
			// without the schema, which a test may have dropped
			try (Connection connection = connections(this.url.withoutSchema()).getConnection()) {
				execute(connection, "SHUTDOWN IMMEDIATELY");
			}
		}
	}

	private static void execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	private static MemoryFile nextFile(String scope) {
		String name = scope.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
		return new MemoryFile("%s%s_%s".formatted(MemoryFile.PREFIX, FILES.incrementAndGet(),
				(name.length() > LONGEST_SCOPE) ? name.substring(0, LONGEST_SCOPE) : name));
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

	/**
	 * Databases that share their snapshots, and are dropped together.
	 *
	 * @param members the databases
	 * @param snapshots what they keep, by name
	 */
	private record Family(Set<H2Database> members, Map<String, Snapshot> snapshots) {

		Family() {
			this(ConcurrentHashMap.newKeySet(), new ConcurrentHashMap<>());
		}

	}

}
