// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.external;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.agentdata.database.DatabaseConfig.Pool;
import io.agentdata.database.DatabaseFactory;
import io.agentdata.database.Logs;
import io.agentdata.database.embedded.SharedServer;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for what {@link ExternalServer} says when it cannot be used.
 */
@Timeout(60)
class ExternalServerFailureTests {

	private static final Duration LEASE = Duration.ofMinutes(10);

	private static final int MOST_CONNECTIONS = 40;

	private static final AtomicInteger UNIQUE = new AtomicInteger();

	private static SharedServer server;

	private List<String> before;

	@BeforeAll
	static void start() throws Exception {
		server = SharedServer.start("max_connections = " + MOST_CONNECTIONS);
	}

	@AfterAll
	static void stop() throws IOException {
		server.close();
	}

	@BeforeEach
	void before() throws SQLException {
		this.before = server.databases();
	}

	@AfterEach
	void nothingWasMade() throws SQLException {
		assertThat(server.databases()).isEqualTo(this.before);
	}

	@ParameterizedTest
	@ValueSource(strings = { "jdbc:mysql://localhost/shop", "jdbc:postgresql://localhost/a/b",
			"jdbc:postgresql://localhost:99999/postgres", "" })
	void postgresOfAUrlThatIsNone(String url) {
		assertThatRefused(url, SharedServer.ROLE).withMessageContaining("The URL %s cannot be used: ".formatted(url))
			.withMessageContaining(" - Write agent.data.external.url as jdbc:postgresql://host:5432/postgres");
	}

	@ParameterizedTest
	@ValueSource(strings = { "jdbc:postgresql://localhost/x?user=ci&password=of%20the%20team",
			"jdbc:postgresql://localhost/x?sslmode=require&password=of%20the%20team&connectTimeout=1",
			"jdbc:postgresql://ci:of%20the%20team@localhost:5432/x", "postgres://ci:of%20the%20team@localhost/x" })
	void postgresOfAUrlWithAPasswordDoesNotShowIt(String url) {
		assertThatRefused(url, SharedServer.ROLE).withMessageContaining("***")
			.withMessageContaining("agent.data.external.username and agent.data.external.password")
			.satisfies((ex) -> assertThat(ex.url() + ex.getCause() + new ExternalOptions(url, "ci", "", LEASE))
				.contains("***")
				.doesNotContain("team"));
	}

	@Test
	void postgresWithAWrongPassword() {
		ExternalOptions options = new ExternalOptions(server.url("postgres"), SharedServer.ROLE, "secret", LEASE);
		assertThatExceptionOfType(ExternalServerException.class).isThrownBy(ExternalServer.of(options)::postgres)
			.withMessageContaining(
					"The role 'ci' was to connect to %s, and that failed: FATAL: password authentication "
							+ "failed for user \"ci\"",
					server.url("postgres"))
			.withMessageContaining(" - Check agent.data.external.username and agent.data.external.password")
			.withMessageNotContaining("secret");
		assertThat(options.toString()).contains("ci").doesNotContain("secret");
	}

	@Test
	void postgresWithoutAPassword() {
		ExternalOptions options = new ExternalOptions(server.url("postgres"), SharedServer.ROLE, "", LEASE);
		assertThatExceptionOfType(ExternalServerException.class).isThrownBy(ExternalServer.of(options)::postgres)
			.withMessageContaining(" - Check agent.data.external.username and agent.data.external.password");
	}

	@Test
	void postgresOfAnUnknownDatabase() {
		assertThatRefused(server.url("shop"), SharedServer.ROLE)
			.withMessageContaining("FATAL: database \"shop\" does not exist")
			.withMessageContaining(" - Name a database in agent.data.external.url that exists");
	}

	@Test
	void postgresWhereNobodyListens() throws IOException {
		int port = freePort();
		assertThatRefused("jdbc:postgresql://127.0.0.1:%d/postgres".formatted(port), SharedServer.ROLE)
			.withMessageContaining("Connection to 127.0.0.1:%d refused.".formatted(port))
			.withMessageContaining(" - Check that a PostgreSQL listens at agent.data.external.url");
	}

	@Test
	void postgresOnAnUnknownHost() {
		assertThatRefused("jdbc:postgresql://db.invalid/postgres", SharedServer.ROLE)
			.withMessageContaining("UnknownHostException: db.invalid")
			.withMessageContaining(" - Check that a PostgreSQL listens at agent.data.external.url");
	}

	@Test
	void postgresWhereAnotherProtocolIsSpoken() throws IOException {
		CompletableFuture<Void> answers;
		try (ServerSocket other = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
			answers = CompletableFuture.runAsync(() -> greet(other));
			assertThatRefused("jdbc:postgresql://127.0.0.1:%d/postgres".formatted(other.getLocalPort()),
					SharedServer.ROLE)
				.withMessageContaining(" - Check that a PostgreSQL listens at agent.data.external.url");
		}
		answers.join();
	}

	@Test
	void postgresWhereNobodyAnswersIsGivenUp() throws IOException {
		try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
			assertThatRefused("jdbc:postgresql://127.0.0.1:%d/postgres?sslmode=disable&loginTimeout=1"
				.formatted(silent.getLocalPort()), SharedServer.ROLE)
				.withMessageContaining("Connection attempt timed out.");
		}
	}

	@Test
	void postgresWithoutATimeoutInTheUrlIsGivenOne() throws SQLException {
		assertThat(ExternalServer.of(options(server.url("postgres"), SharedServer.ROLE))
			.postgres()
			.dataSource("postgres", "public")
			.getLoginTimeout()).isBetween(1, 29);
	}

	@Test
	void postgresWithARoleThatMayNotCreateDatabases() throws SQLException {
		server.execute("postgres", "CREATE ROLE reader LOGIN PASSWORD '%s'".formatted(SharedServer.PASSWORD));
		assertThatRefused(server.url("postgres"), "reader")
			.withMessageContaining("The server at %s cannot take databases for tests: the role 'reader' may not create "
					+ "databases.", server.url("postgres"))
			.withMessageContaining(" - Let an administrator run: ALTER ROLE \"reader\" CREATEDB");
	}

	@Test
	void postgresOfTheDatabaseThatIsCopied() {
		assertThatRefused(server.url("template1"), SharedServer.ROLE)
			.withMessageContaining("new databases are copies of template1, which the URL names")
			.withMessageContaining(" - Name another database in agent.data.external.url, such as postgres.");
	}

	@Test
	void postgresWithAClosedTemplateIsUsed() throws SQLException {
		server.execute("postgres", "REVOKE CONNECT ON DATABASE template1 FROM PUBLIC");
		try {
			assertThat(warnings(server)).isEmpty();
		}
		finally {
			server.execute("postgres", "GRANT CONNECT ON DATABASE template1 TO PUBLIC");
		}
	}

	@Test
	void postgresWithFewFreeConnections() throws SQLException {
		List<Connection> others = takeAllConnectionsBut(10);
		try {
			assertThatRefused(server.url("postgres"), SharedServer.ROLE)
				.withMessageContaining(": 6 connections are free, and a test takes up to 8.")
				.withMessageContaining(" - Wait until others have closed connections, or raise max_connections.");
		}
		finally {
			close(others);
		}
	}

	@Test
	void postgresWithoutAFreeConnection() throws SQLException {
		List<Connection> others = takeAllConnectionsBut(3);
		try {
			assertThatRefused(server.url("postgres"), SharedServer.ROLE)
				.withMessageContaining("FATAL: remaining connection slots are reserved")
				.withMessageContaining(" - Wait until others have closed connections, or raise max_connections.");
		}
		finally {
			close(others);
		}
	}

	@Test
	void postgresWithARoleOfFewConnections() throws SQLException {
		server.execute("postgres",
				"CREATE ROLE few LOGIN CREATEDB CONNECTION LIMIT 3 PASSWORD '%s'".formatted(SharedServer.PASSWORD));
		assertThatRefused(server.url("postgres"), "few")
			.withMessageContaining(": 2 connections are free, and a test takes up to 8.");
	}

	/**
	 * There are no binaries of so old a server; this one says that it is one.
	 */
	@Test
	void postgresOfAnOldServer() throws SQLException {
		server.execute("postgres", """
				CREATE SCHEMA old;
				CREATE FUNCTION old.current_setting(text) RETURNS text LANGUAGE sql AS
					$$ SELECT CASE $1 WHEN 'server_version_num' THEN '120022'
						ELSE pg_catalog.current_setting($1) END $$;
				CREATE ROLE old LOGIN CREATEDB PASSWORD '%s';
				ALTER ROLE old SET search_path = old, pg_catalog;
				GRANT USAGE ON SCHEMA old TO old;
				""".formatted(SharedServer.PASSWORD));
		assertThatRefused(server.url("postgres"), "old")
			.withMessageContaining("it is PostgreSQL 12, and pgvector needs 13 or newer.")
			.withMessageContaining(" - Name a newer server in agent.data.external.url.");
	}

	@Test
	void postgresOfAReadOnlyReplica() throws Exception {
		try (SharedServer replica = SharedServer.start("wal_level = replica")) {
			replica.stop();
			replica.add("standby.signal", "");
			replica.startAgain();
			assertThatRefused(replica.url("postgres"), SharedServer.ROLE)
				.withMessageContaining("it is a read-only replica.")
				.withMessageContaining(" - Name the primary server in agent.data.external.url.");
		}
	}

	@Test
	void postgresWithPgvectorForSuperusersOnlySaysSo() throws SQLException {
		server.execute("template1", "DROP EXTENSION vector");
		try {
			assertThat(warnings(server))
				.containsExactly("PostgresServer[ci@%s] lets only superusers create pgvector: CREATE EXTENSION vector "
						+ "will fail there. Let an administrator run it in the database template1.");
		}
		finally {
			server.execute("template1", "CREATE EXTENSION vector");
		}
		assertThat(warnings(server)).isEmpty();
	}

	@Test
	void postgresWithTrustedPgvectorIsUsed() throws Exception {
		try (SharedServer trusted = SharedServer
			.startWithPgvector("default_version = '0.8.0'\nmodule_pathname = '$libdir/vector'\ntrusted = true\n")) {
			assertThat(warnings(trusted)).isEmpty();
			try (DatabaseFactory factory = DatabaseFactory.external(options(trusted.url("postgres"), SharedServer.ROLE),
					"public", Pool.DEFAULTS);
					Connection connection = factory.database("vectors").dataSource().getConnection();
					Statement statement = connection.createStatement()) {
				statement.execute("CREATE EXTENSION vector; CREATE TABLE item (embedding vector(2))");
			}
		}
	}

	@Test
	void postgresWithoutPgvectorSaysSo() throws Exception {
		try (SharedServer without = SharedServer.startWithPgvector(null)) {
			assertThat(warnings(without))
				.containsExactly("PostgresServer[ci@%s] has no pgvector: CREATE EXTENSION vector will fail there.");
		}
	}

	@Test
	void postgresThatFailedBeforeFailsAtOnceAndAlike() throws IOException {
		ExternalServer failing = ExternalServer
			.of(options("jdbc:postgresql://127.0.0.1:%d/postgres".formatted(freePort()), SharedServer.ROLE));
		Throwable first = catchThrowable(failing::postgres);
		assertThat(catchThrowable(failing::postgres)).isInstanceOf(ExternalServerException.class).isSameAs(first);
	}

	@Test
	void optionsWithALeaseOfNoTimeAreRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ExternalOptions("jdbc:postgresql:x", "ci", "", Duration.ofMillis(999)))
			.withMessage("The lease PT0.999S would let others drop databases that are in use. Give a second or more.");
	}

	private static ThrowableAssertAlternative<ExternalServerException> assertThatRefused(String url, String role) {
		return assertThatExceptionOfType(ExternalServerException.class)
			.isThrownBy(ExternalServer.of(options(url, role))::postgres)
			.withMessageStartingWith("The external PostgreSQL cannot be used for tests.")
			.withMessageNotContaining(SharedServer.PASSWORD);
	}

	/**
	 * Return options that no other test has, whose failure would be this one's.
	 */
	private static ExternalOptions options(String url, String role) {
		return new ExternalOptions(url, role, SharedServer.PASSWORD, LEASE.plusNanos(UNIQUE.incrementAndGet()));
	}

	/**
	 * Connect anew.
	 * @return the warnings, with a placeholder for the address
	 */
	private static List<String> warnings(SharedServer server) {
		ExternalOptions options = options(server.url("postgres"), SharedServer.ROLE);
		return Logs.during(ServerCheck.class, () -> ExternalServer.of(options).postgres())
			.stream()
			.map(ILoggingEvent::getFormattedMessage)
			.map((message) -> message.replaceAll("//[^]]+", "%s"))
			.toList();
	}

	private static void greet(ServerSocket server) {
		try {
			while (true) {
				try (Socket client = server.accept()) {
					client.getOutputStream().write("J\0\0\0\n8.0.36\0".getBytes(StandardCharsets.US_ASCII));
				}
			}
		}
		catch (IOException ex) {
			assertThat(server.isClosed()).isTrue();
		}
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
			return socket.getLocalPort();
		}
	}

	/**
	 * Connect as a superuser, for whom three connections are reserved.
	 */
	private static List<Connection> takeAllConnectionsBut(int left) throws SQLException {
		List<Connection> connections = new ArrayList<>(List.of(server.connect("postgres")));
		int taken = awaitOnlyLifeSigns(connections.get(0)) + 1;
		for (int number = MOST_CONNECTIONS - taken; number > left; number--) {
			connections.add(server.connect("postgres"));
		}
		return connections;
	}

	/**
	 * Wait until the sessions have ended that were closed before.
	 * @return how many are left beside the one that asks
	 */
	private static int awaitOnlyLifeSigns(Connection connection) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(
				"SELECT count(*), count(locks.pid) " + "FROM pg_stat_activity LEFT JOIN pg_locks AS locks USING (pid) "
						+ "WHERE usesysid IS NOT NULL AND datid IS NOT NULL AND pid <> pg_backend_pid() "
						+ "AND (locktype = 'advisory') IS NOT FALSE")) {
			while (true) {
				try (ResultSet counts = statement.executeQuery()) {
					counts.next();
					if (counts.getInt(1) == counts.getInt(2)) {
						return counts.getInt(1);
					}
				}
			}
		}
	}

	private static void close(List<Connection> connections) throws SQLException {
		for (Connection connection : connections) {
			connection.close();
		}
		try (Connection last = server.connect("postgres")) {
			awaitOnlyLifeSigns(last);
		}
	}

}
