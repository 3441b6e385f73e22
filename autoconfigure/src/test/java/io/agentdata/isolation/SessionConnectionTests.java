// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.zaxxer.hikari.HikariDataSource;
import io.agentdata.database.Database;
import io.agentdata.database.DatabaseConfig.Pool;
import io.agentdata.database.DatabaseFactory;
import io.agentdata.database.embedded.EmbeddedOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.jdbc.AutoSave;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SessionConnection}, in a pool of one connection.
 */
@ExtendWith(OutputCaptureExtension.class)
class SessionConnectionTests {

	private static final String STATE_OF_THE_POOL = "false on serializable information_schema 7s";

	private final DatabaseFactory factory = DatabaseFactory.embedded(EmbeddedOptions.defaults(), "public",
			Pool.DEFAULTS);

	private final Database database = this.factory.database("sessions");

	private final HikariDataSource original = new HikariDataSource();

	private IsolatedDataSource pool;

	@BeforeEach
	void startPool() throws SQLException {
		this.original.setMaximumPoolSize(1);
		this.original.setAutoCommit(false);
		this.original.setReadOnly(true);
		this.original.setTransactionIsolation("TRANSACTION_SERIALIZABLE");
		this.original.setSchema("information_schema");
		this.original.setConnectionInitSql("SET lock_timeout = '7s'");
		TestConnections connections = new TestConnections();
		this.pool = new IsolatedDataSource(this.original, connections);
		PhysicalConnections physical = new PhysicalConnections(this.database.dataSource(), this.pool,
				new PostgresSessions());
		this.pool.setDataSource(physical);
		this.database.addSessionOwner(physical);
		connections.add(this.database, this.pool, new PooledConnections(this.pool, this.pool::takeOwn, physical));
		this.database.snapshot("before");
		// HikariCP leaves the transaction of its first settings open
		this.pool.getConnection().close();
		this.database.changes();
	}

	@AfterEach
	void close() {
		this.pool.close();
		this.original.close();
		this.factory.close();
	}

	@Test
	void sessionIsReplacedBeneathTheSameConnection() throws SQLException {
		PooledSession before;
		String session;
		try (Connection connection = this.pool.getConnection()) {
			before = connection.unwrap(PooledSession.class);
			session = processId(connection);
		}
		this.database.restore("before");
		try (Connection connection = this.pool.getConnection()) {
			assertThat(connection.unwrap(PooledSession.class) == before).isTrue();
			assertThat(processId(connection)).isNotEqualTo(session);
		}
	}

	@Test
	void replacedSessionIsInTheStateOfThePool() throws SQLException {
		assertThat(state()).isEqualTo(STATE_OF_THE_POOL);
		this.database.restore("before");
		assertThat(state()).isEqualTo(STATE_OF_THE_POOL);
	}

	@ParameterizedTest
	@ValueSource(strings = { "SET lock_timeout = 0", "SET search_path = public", "RESET ALL",
			"SET application_name = 'x'; SET app.custom = 'y'", "SET ROLE pg_monitor", "LISTEN news",
			"SELECT pg_advisory_lock(7)", "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL READ COMMITTED",
			"SELECT set_config('app.custom', 'z', false)", "SET SESSION AUTHORIZATION pg_monitor",
			"DECLARE c CURSOR WITH HOLD FOR SELECT 1" })
	void sessionThatWasUsedIsPutBackAndStaysOpen(String statement) throws SQLException {
		String before = everything();
		String session;
		try (Connection connection = this.pool.getConnection(); Statement jdbc = connection.createStatement()) {
			session = processId(connection);
			jdbc.execute(statement);
			connection.commit();
		}
		this.database.changes();
		assertThat(everything()).isEqualTo(before);
		try (Connection connection = this.pool.getConnection()) {
			assertThat(processId(connection)).isEqualTo(session);
		}
	}

	@Test
	void temporaryTableIsGone() throws SQLException {
		try (Connection connection = this.pool.getConnection(); Statement jdbc = connection.createStatement()) {
			connection.setReadOnly(false);
			jdbc.execute("CREATE TEMPORARY TABLE scratch (id int)");
			connection.commit();
		}
		this.database.changes();
		try (Connection connection = this.pool.getConnection()) {
			assertThat(query(connection, "SELECT to_regclass('pg_temp.scratch')")).isNull();
		}
	}

	@Test
	void whatTheDriversOwnConnectionWasSetToIsPutBack() throws SQLException {
		try (Connection connection = this.pool.getConnection()) {
			Connection driver = (Connection) connection.unwrap(PGConnection.class);
			driver.setAutoCommit(true);
			driver.setSchema("public");
			driver.setReadOnly(false);
			driver.setClientInfo("ApplicationName", "driver");
			driver.createStatement().execute("SET lock_timeout = 0");
		}
		this.database.changes();
		assertThat(state()).isEqualTo(STATE_OF_THE_POOL);
	}

	@Test
	void whatTheDriverKeepsOfASessionIsPutBack() throws SQLException {
		String before = driver();
		String session;
		try (Connection connection = this.pool.getConnection()) {
			session = processId(connection);
			PGConnection driver = connection.unwrap(PGConnection.class);
			driver.setPrepareThreshold(1);
			driver.setDefaultFetchSize(7);
			driver.setAdaptiveFetch(true);
			driver.setAutosave(AutoSave.ALWAYS);
			connection.setHoldability(ResultSet.HOLD_CURSORS_OVER_COMMIT);
			connection.setClientInfo("ApplicationName", "test");
			((Connection) driver).setNetworkTimeout(Runnable::run, 7000);
			connection.setTypeMap(new HashMap<>(Map.of("mood", String.class)));
		}
		assertThat(driver()).isNotEqualTo(before);
		this.database.changes();
		assertThat(driver()).isEqualTo(before);
		try (Connection connection = this.pool.getConnection()) {
			assertThat(processId(connection)).isEqualTo(session);
		}
	}

	@Test
	@Timeout(60)
	void sessionIsGivenUpWhoseCopyWasNotEnded(CapturedOutput output) throws SQLException {
		// contexts of other tests have turned it off
		LoggingSystem.get(getClass().getClassLoader()).setLogLevel(SessionConnection.class.getName(), LogLevel.WARN);
		try (Connection connection = this.pool.getConnection()) {
			connection.setAutoCommit(true);
			execute(connection, "CREATE TABLE public.copied (id int)");
			connection.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY public.copied FROM STDIN");
		}
		this.database.changes();
		assertThat(output).contains("as after a COPY that was begun and not ended");
		assertThat(state()).isEqualTo(STATE_OF_THE_POOL);
	}

	@Test
	void sessionInUseStaysAsItIs() throws SQLException {
		try (Connection connection = this.pool.getConnection(); Statement jdbc = connection.createStatement()) {
			jdbc.execute("SET lock_timeout = '3s'");
			this.database.changes();
			assertThat(query(connection, "SHOW lock_timeout")).isEqualTo("3s");
			assertThat(query(connection, "SELECT count(*) FROM pg_locks WHERE pid = pg_backend_pid()"))
				.isNotEqualTo("0");
		}
	}

	@Test
	void connectionInUseGoesOnWithANewSession() throws SQLException {
		try (Connection inUse = this.pool.getConnection()) {
			String session = processId(inUse);
			inUse.commit();
			this.database.restore("before");
			assertThat(processId(inUse)).isNotEqualTo(session);
		}
		assertThat(state()).isEqualTo(STATE_OF_THE_POOL);
	}

	@Test
	void statementOfAReplacedSessionIsClosed() throws SQLException {
		try (Connection inUse = this.pool.getConnection(); Statement statement = inUse.createStatement()) {
			this.database.restore("before");
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> statement.execute("SELECT 1"));
		}
		assertThat(state()).isEqualTo(STATE_OF_THE_POOL);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void openTransactionOfAReplacedSessionIsRefusedUntilItsEnd(boolean commits) throws SQLException {
		try (Connection inUse = this.pool.getConnection()) {
			processId(inUse);
			this.database.restore("before");
			for (int time = 0; time < 2; time++) {
				assertThatExceptionOfType(SQLException.class).isThrownBy(() -> processId(inUse))
					.withMessageContaining("The transaction of thread '" + Thread.currentThread().getName())
					.withMessageContaining("after the start of the application. What it had done is lost.")
					.satisfies((failure) -> assertThat(failure.getSQLState()).isEqualTo("25P02"));
			}
			if (commits) {
				assertThatExceptionOfType(SQLException.class).isThrownBy(inUse::commit);
			}
			else {
				assertThatExceptionOfType(SQLException.class).isThrownBy(inUse::setSavepoint);
				inUse.rollback();
			}
			assertThat(processId(inUse)).isNotNull();
		}
		assertThat(state()).isEqualTo(STATE_OF_THE_POOL);
	}

	@Test
	void openTransactionOfAReplacedSessionIsNoMatterOfTheNextUser() throws SQLException {
		try (Connection inUse = this.pool.getConnection()) {
			processId(inUse);
			this.database.restore("before");
		}
		assertThat(state()).isEqualTo(STATE_OF_THE_POOL);
	}

	@Test
	void replacedSessionHasTheTransactionModeOfItsUser() throws SQLException {
		try (Connection inUse = this.pool.getConnection()) {
			inUse.setAutoCommit(true);
			inUse.setReadOnly(false);
			this.database.restore("before");
			assertThat(query(inUse, "SHOW transaction_read_only")).isEqualTo("off");
			assertThat(inUse.getAutoCommit()).isTrue();
		}
		assertThat(state()).isEqualTo(STATE_OF_THE_POOL);
	}

	@Test
	void statementsAndResultsLeadBackToThePoolsConnection() throws SQLException {
		try (Connection connection = this.pool.getConnection();
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery("SELECT 1")) {
			assertThat(rows.getStatement()).isSameAs(statement);
			assertThat(statement.getConnection()).isSameAs(connection);
			assertThat(connection.getMetaData().getConnection()).isSameAs(connection);
		}
	}

	@Test
	void poolFindsAConnectionValidWhoseSessionIsReplaced() throws SQLException {
		Connection idle;
		try (Connection connection = this.pool.getConnection()) {
			idle = (Connection) connection.unwrap(PooledSession.class);
		}
		this.database.restore("before");
		idle.setNetworkTimeout(Runnable::run, 1000);
		assertThat(idle.isValid(1)).isTrue();
		assertThat(idle.getNetworkTimeout()).isZero();
	}

	private String everything() throws SQLException {
		String settings;
		try (Connection connection = this.pool.getConnection()) {
			settings = query(connection, "SELECT concat_ws(' ', current_user, session_user, "
					+ "nullif(current_setting('app.custom', true), ''), current_setting('application_name'), "
					+ "(SELECT count(*) FROM pg_listening_channels()), (SELECT count(*) FROM pg_cursors), "
					+ "(SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()))");
		}
		return state() + " " + settings;
	}

	private String driver() throws SQLException {
		try (Connection connection = this.pool.getConnection()) {
			PGConnection driver = connection.unwrap(PGConnection.class);
			return Stream
				.of(driver.getPrepareThreshold(), driver.getDefaultFetchSize(), driver.getAdaptiveFetch(),
						driver.getAutosave(), connection.getHoldability(), connection.getClientInfo("ApplicationName"),
						connection.getNetworkTimeout(), connection.getTypeMap())
				.map(String::valueOf)
				.collect(Collectors.joining(" "));
		}
	}

	private String state() throws SQLException {
		try (Connection connection = this.pool.getConnection()) {
			return connection.getAutoCommit() + " "
					+ query(connection, "SELECT concat_ws(' ', current_setting('transaction_read_only'), "
							+ "current_setting('transaction_isolation'), current_schema, current_setting('lock_timeout'))");
		}
	}

	private static String processId(Connection connection) throws SQLException {
		return query(connection, "SELECT pg_backend_pid()");
	}

	private static void execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	private static String query(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
			rows.next();
			return rows.getString(1);
		}
	}

}
