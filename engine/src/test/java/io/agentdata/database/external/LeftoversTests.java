// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.external;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.agentdata.database.embedded.SharedServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for which databases are dropped from a shared server, with JVMs that are killed,
 * suspended, and cut off from it.
 */
@Timeout(120)
@Tag("exhaustive")
class LeftoversTests {

	private static final Duration LONG = Duration.ofHours(1);

	private static final Duration SHORT = Duration.ofSeconds(1);

	private static final JvmId DEAD = new JvmId("dead0001", Instant.EPOCH);

	private static final AtomicInteger UNIQUE = new AtomicInteger();

	private static SharedServer server;

	private static Bystanders bystanders;

	private List<String> databases;

	private List<String> contents;

	@BeforeAll
	static void start() throws Exception {
		server = SharedServer.start();
		bystanders = Bystanders.create(server);
	}

	@AfterAll
	static void stop() throws IOException {
		server.close();
	}

	@BeforeEach
	void before() throws SQLException {
		this.databases = server.databases();
		this.contents = bystanders.contents();
		awaitUptime();
	}

	@AfterEach
	void nothingOfOthersWasTouchedAndNothingIsLeft() throws SQLException {
		assertThat(server.databases()).isEqualTo(this.databases);
		assertThat(bystanders.contents()).isEqualTo(this.contents);
	}

	@ParameterizedTest
	@ValueSource(strings = { "close", "exit", "terminate" })
	void databasesAreDroppedWhenTheirJvmEnds(String way) throws Exception {
		try (SharedServerJvm jvm = SharedServerJvm.start(server, LONG)) {
			assertThat(namesOf(jvm.id())).isNotEmpty();
			jvm.end(way);
		}
	}

	@Test
	void databasesOfAKilledJvmAreDroppedAfterItsLeaseAndNotBefore() throws Exception {
		try (SharedServerJvm longLeased = SharedServerJvm.start(server, LONG);
				SharedServerJvm shortLeased = SharedServerJvm.start(server, SHORT)) {
			List<String> kept = namesOf(longLeased.id());
			longLeased.kill();
			shortLeased.kill();
			awaitUnlocked(longLeased.id());
			awaitUnlocked(shortLeased.id());
			awaitLeaseEnd(shortLeased.id());
			sweep(SHORT);
			assertThat(namesOf(shortLeased.id())).isEmpty();
			assertThat(namesOf(longLeased.id())).isEqualTo(kept).isNotEmpty();
			dropAll(kept);
		}
	}

	@Test
	void databasesOfAJvmThatStandsStillAreKeptHoweverOld() throws Exception {
		try (SharedServerJvm jvm = SharedServerJvm.start(server, SHORT)) {
			List<String> kept = namesOf(jvm.id());
			jvm.suspend();
			awaitLeaseEnd(jvm.id());
			sweep(SHORT);
			assertThat(namesOf(jvm.id())).isEqualTo(kept);
			jvm.resume();
			jvm.work();
			jvm.end("close");
		}
	}

	@Test
	void databasesOfAJvmThatIsCutOffAreKeptForItsLease() throws Exception {
		try (SharedServerJvm jvm = SharedServerJvm.start(server, LONG)) {
			List<String> kept = namesOf(jvm.id());
			jvm.suspend();
			server.stop();
			server.startAgain();
			awaitUptime();
			assertThat(isLocked(jvm.id())).isFalse();
			sweep(SHORT);
			assertThat(namesOf(jvm.id())).isEqualTo(kept);
			jvm.resume();
			jvm.work();
			while (!isLocked(jvm.id())) {
				Thread.onSpinWait();
			}
			jvm.end("exit");
		}
	}

	@Test
	void nothingIsDroppedRightAfterTheServerHasStarted() throws Exception {
		create(DEAD.prefix() + "1_expired");
		server.stop();
		server.startAgain();
		sweep(LONG);
		assertThat(namesOf(DEAD)).hasSize(1);
		awaitUptime();
		sweep(SHORT);
		assertThat(namesOf(DEAD)).isEmpty();
	}

	@Test
	void databasesThatSomebodyIsConnectedToAreKept() throws SQLException {
		create(DEAD.prefix() + "1_looked_at");
		create(DEAD.prefix() + "2_beside_it");
		try (Connection visitor = server.connect(DEAD.prefix() + "1_looked_at")) {
			assertThat(visitor.isValid(1)).isTrue();
			sweep(SHORT);
			assertThat(namesOf(DEAD)).hasSize(2);
		}
		while (!namesOf(DEAD).isEmpty()) {
			sweep(SHORT);
		}
	}

	@Test
	void databasesThatCannotBeDroppedDoNotKeepOthers() throws SQLException {
		String stubborn = DEAD.prefix() + "1_stubborn";
		create(stubborn);
		create(DEAD.prefix() + "2_other");
		server.execute("postgres", "ALTER DATABASE %s IS_TEMPLATE true".formatted(stubborn));
		sweep(SHORT);
		assertThat(namesOf(DEAD)).containsExactly(stubborn);
		server.execute("postgres", "ALTER DATABASE %s IS_TEMPLATE false".formatted(stubborn));
		sweep(SHORT);
	}

	@Test
	void lifeSignIsGivenAgainWhenItsConnectionIsLost() throws Exception {
		try (SharedServerJvm jvm = SharedServerJvm.start(server, SHORT)) {
			List<String> first = holders(jvm.id());
			assertThat(first).hasSize(1);
			server.execute("postgres", "SELECT pg_terminate_backend(%s)".formatted(first.get(0)));
			while (!isLocked(jvm.id()) || holders(jvm.id()).equals(first)) {
				Thread.onSpinWait();
			}
			jvm.end("close");
		}
	}

	@Test
	void leasesAreRenewedWhileTheJvmLives() throws Exception {
		try (SharedServerJvm jvm = SharedServerJvm.start(server, SHORT)) {
			Instant first = leaseEnd(jvm.id());
			while (!leaseEnd(jvm.id()).isAfter(first.plus(SHORT))) {
				Thread.onSpinWait();
			}
			assertThat(server.query("postgres",
					"SELECT shobj_description(oid, 'pg_database') FROM pg_database " + "WHERE datname LIKE '%_kept'"))
				.allMatch((comment) -> comment.startsWith("AgentData keeps this for a test run until 20"));
			jvm.end("close");
		}
	}

	/**
	 * Begin to use the server as another JVM does.
	 */
	private static void sweep(Duration lease) {
		ExternalServer
			.of(new ExternalOptions(server.url("postgres"), SharedServer.ROLE, SharedServer.PASSWORD,
					lease.plusNanos(UNIQUE.incrementAndGet())))
			.postgres();
	}

	/**
	 * Make a database as a JVM does.
	 */
	private static void create(String name) throws SQLException {
		server.execute("postgres", "CREATE DATABASE %s OWNER %s".formatted(name, SharedServer.ROLE));
	}

	private static void dropAll(List<String> names) throws SQLException {
		for (String name : names) {
			server.execute("postgres", "DROP DATABASE " + name);
		}
	}

	private static List<String> namesOf(JvmId jvm) throws SQLException {
		return server.databases()
			.stream()
			.filter((name) -> JvmId.of(name).filter(jvm::equals).isPresent())
			.filter((name) -> !bystanders.names().contains(name))
			.toList();
	}

	private static List<String> holders(JvmId jvm) throws SQLException {
		return server.query("postgres", "SELECT pid FROM pg_locks WHERE locktype = 'advisory' "
				+ "AND classid::bigint << 32 | objid::bigint = %d".formatted(jvm.lock()));
	}

	private static boolean isLocked(JvmId jvm) throws SQLException {
		return !holders(jvm).isEmpty();
	}

	private static void awaitUnlocked(JvmId jvm) throws SQLException {
		while (isLocked(jvm)) {
			Thread.onSpinWait();
		}
	}

	private static void awaitLeaseEnd(JvmId jvm) throws SQLException {
		Instant end = leaseEnd(jvm);
		try (Connection connection = server.connect("postgres")) {
			while (!OurDatabase.now(connection).isAfter(end)) {
				Thread.onSpinWait();
			}
		}
	}

	private static Instant leaseEnd(JvmId jvm) throws SQLException {
		try (Connection connection = DriverManager.getConnection(server.url("postgres"), SharedServer.ROLE,
				SharedServer.PASSWORD)) {
			return OurDatabase.all(connection)
				.stream()
				.filter((database) -> database.jvm().equals(jvm))
				.map(OurDatabase::leaseEnd)
				.max(Instant::compareTo)
				.orElseThrow();
		}
	}

	/**
	 * Wait until the server has been up for longer than a short lease.
	 */
	private static void awaitUptime() throws SQLException {
		while (!server.query("postgres", "SELECT now() - pg_postmaster_start_time() > interval '1 second'")
			.contains("t")) {
			Thread.onSpinWait();
		}
	}

}
