// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import com.zaxxer.hikari.HikariDataSource;
import io.agentdata.database.Database;
import io.agentdata.database.DatabaseConfig.Pool;
import io.agentdata.database.DatabaseFactory;
import io.agentdata.database.embedded.EmbeddedOptions;
import io.agentdata.isolation.RenewableConnection.Renewable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link RenewableConnection}, in a pool of one connection.
 */
class RenewableConnectionTests {

	private final DatabaseFactory factory = DatabaseFactory.embedded(EmbeddedOptions.defaults(), "public",
			Pool.DEFAULTS);

	private final Database database = this.factory.database("renewable");

	private final HikariDataSource original = new HikariDataSource();

	private IsolatedDataSource pool;

	@BeforeEach
	void startPool() {
		this.original.setMaximumPoolSize(1);
		this.original.setAutoCommit(false);
		this.original.setReadOnly(true);
		this.original.setTransactionIsolation("TRANSACTION_SERIALIZABLE");
		this.original.setSchema("information_schema");
		this.original.setConnectionInitSql("SET lock_timeout = '7s'");
		TestConnections connections = new TestConnections();
		this.pool = new IsolatedDataSource(this.original, connections);
		PhysicalConnections physical = new PhysicalConnections(this.database.dataSource(), this.pool);
		this.pool.setDataSource(physical);
		this.database.addSessionOwner(physical);
		connections.setFirst(new Lane(1, this.database, null,
				new PooledConnections(this.pool, this.pool::takeOwn, physical::sessions)));
		this.database.snapshot("before");
	}

	@AfterEach
	void close() {
		this.pool.close();
		this.original.close();
		this.factory.close();
	}

	@Test
	void sessionIsRenewedBeneathTheSameConnection() throws SQLException {
		Renewable before;
		String session;
		try (Connection connection = this.pool.getConnection()) {
			before = connection.unwrap(Renewable.class);
			session = query(connection, "SELECT pg_backend_pid()");
		}
		this.database.restore("before");
		try (Connection connection = this.pool.getConnection()) {
			assertThat(connection.unwrap(Renewable.class) == before).isTrue();
			assertThat(query(connection, "SELECT pg_backend_pid()")).isNotEqualTo(session);
		}
	}

	@Test
	void renewedSessionIsInTheStateOfThePool() throws SQLException {
		String before = state();
		this.database.restore("before");
		assertThat(state()).isEqualTo(before).isEqualTo("false on serializable information_schema 7s");
	}

	@Test
	void connectionInUseIsClosedAndRenewedForTheNextUser() throws SQLException {
		try (Connection inUse = this.pool.getConnection()) {
			this.database.restore("before");
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> query(inUse, "SELECT 1"));
		}
		assertThat(state()).startsWith("false on");
	}

	@Test
	void poolFindsAConnectionValidThatWillBeRenewed() throws SQLException {
		Connection idle;
		try (Connection connection = this.pool.getConnection()) {
			idle = (Connection) connection.unwrap(Renewable.class);
		}
		this.database.restore("before");
		idle.setNetworkTimeout(Runnable::run, 1000);
		assertThat(idle.isValid(1)).isTrue();
		assertThat(idle.getNetworkTimeout()).isZero();
	}

	private String state() throws SQLException {
		try (Connection connection = this.pool.getConnection()) {
			return connection.getAutoCommit() + " "
					+ query(connection, "SELECT concat_ws(' ', current_setting('transaction_read_only'), "
							+ "current_setting('transaction_isolation'), current_schema, current_setting('lock_timeout'))");
		}
	}

	private static String query(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
			rows.next();
			return rows.getString(1);
		}
	}

}
