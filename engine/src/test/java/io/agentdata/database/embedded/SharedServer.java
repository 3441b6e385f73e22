// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.agentdata.database.embedded.ServerProcess.Watched;

/**
 * A PostgreSQL that stands for the one that a team shares. It can be set up in other ways
 * than ours, and restarted.
 */
public final class SharedServer implements AutoCloseable {

	/**
	 * The password of all roles.
	 */
	public static final String PASSWORD = "of the team";

	/**
	 * A role as teams have it: it may create databases, and nothing else.
	 */
	public static final String ROLE = "ci";

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final Cluster cluster;

	private final LaunchUser user;

	private PostgresHome home;

	private final int port;

	private ServerProcess process;

	private SharedServer() throws IOException {
		this.cluster = Cluster.in(EmbeddedOptions.defaults().temporaryDirectory());
		this.cluster.createDirectory();
		this.user = LaunchUser.current();
		this.home = new ClassPathBinaries(getClass().getClassLoader(), Platform.current()).find()
			.apply(new BinariesCache(CacheFolder.of(EmbeddedOptions.defaults(), this.user.isAnother()),
					this.user.isAnother()));
		this.port = Loopback.find().freePort();
		this.cluster.initialise(this.home, this.user, PASSWORD, PATIENCE);
	}

	/**
	 * Start a server with pgvector in all its databases.
	 * @param settings lines of {@code postgresql.conf}
	 */
	public static SharedServer start(String... settings) throws IOException, SQLException {
		SharedServer server = new SharedServer();
		server.begin(settings);
		server.execute("template1", "CREATE EXTENSION vector");
		return server;
	}

	/**
	 * Start a server that has pgvector in another way.
	 * @param control the content of {@code vector.control}, or {@code null} for a server
	 * without pgvector
	 */
	public static SharedServer startWithPgvector(String control) throws IOException, SQLException {
		SharedServer server = new SharedServer();
		server.home = server.copyHome();
		Path file = server.home.directory().resolve("share/postgresql/extension/vector.control");
		Files.delete(file);
		if (control != null) {
			Files.writeString(file, control);
		}
		server.begin();
		return server;
	}

	private PostgresHome copyHome() throws IOException {
		Path source = this.home.directory();
		Path target = this.cluster.directory().resolve("home");
		try (Stream<Path> files = Files.walk(source)) {
			for (Path file : files.toList()) {
				Files.copy(file, target.resolve(source.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
			}
		}
		return new PostgresHome(target, this.home.version());
	}

	private void begin(String... settings) throws IOException, SQLException {
		Path configuration = this.cluster.data().resolve("postgresql.conf");
		// ours may lose what was committed last, this one must not
		Files.writeString(configuration, "synchronous_commit = on\n", StandardOpenOption.APPEND);
		Files.write(configuration, List.of(settings), StandardOpenOption.APPEND);
		startAgain();
		execute("postgres", "CREATE ROLE %s LOGIN CREATEDB PASSWORD '%s'".formatted(ROLE, PASSWORD));
	}

	/**
	 * Add a file to the server's data, which it owns.
	 */
	public void add(String name, String content) throws IOException {
		Path file = this.cluster.data().resolve(name);
		Files.createFile(file, Directories.permissions("rw-------"));
		Files.writeString(file, content);
		this.user.own(file);
	}

	/**
	 * Start it after a stop. Each run has a folder of its own, which vanishes with it,
	 * and leads to the data, which stay.
	 */
	public void startAgain() throws IOException {
		Cluster run = Cluster.in(this.cluster.directory().getParent());
		run.createDirectory();
		Files.createSymbolicLink(run.data(), this.cluster.data());
		this.user.own(run.directory());
		this.process = ServerProcess.start(this.home, run, this.user, Loopback.find(), this.port, PATIENCE,
				Watched.JVM);
	}

	/**
	 * Stop it at once, as a crash would.
	 */
	public void stop() throws IOException {
		this.process.stop();
	}

	/**
	 * Return the URL of a database.
	 */
	public String url(String database) {
		return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(this.port, database);
	}

	/**
	 * Do something as the superuser.
	 */
	public void execute(String database, String sql) throws SQLException {
		try (Connection connection = connect(database); Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	/**
	 * Ask something as the superuser.
	 * @return the first column of all rows
	 */
	public List<String> query(String database, String sql) throws SQLException {
		List<String> values = new ArrayList<>();
		try (Connection connection = connect(database);
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery(sql)) {
			while (rows.next()) {
				values.add(rows.getString(1));
			}
		}
		return values;
	}

	/**
	 * Return the names of all databases.
	 */
	public List<String> databases() throws SQLException {
		return query("postgres", "SELECT datname FROM pg_database ORDER BY datname");
	}

	@Override
	public void close() throws IOException {
		stop();
		Directories.delete(this.cluster.directory());
	}

	public Connection connect(String database) throws SQLException {
		return DriverManager.getConnection(url(database), Cluster.SUPERUSER, PASSWORD);
	}

}
