// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.agentdata.database.Database;
import io.agentdata.database.DatabaseConfig;
import io.agentdata.test.AgentDataTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests that each harm the database or the pool, and each find them unharmed. They are
 * run by {@link HostileTests} in several orders.
 */
@AgentDataTest
class HostileCase {

	@Autowired
	private DataSource dataSource;

	@Autowired
	private JdbcClient jdbc;

	@Autowired
	private Database database;

	@BeforeEach
	void findsTheDatabaseUnharmed() {
		assertThat(this.jdbc.sql("SELECT count(*) FROM note").query(Integer.class).single()).isZero();
	}

	@Test
	void closesThePool() {
		((HikariDataSource) this.dataSource).close();
	}

	@Test
	@Transactional(propagation = Propagation.NOT_SUPPORTED)
	void killsItsBackend() throws SQLException {
		try (Connection connection = this.dataSource.getConnection();
				Statement statement = connection.createStatement()) {
			assertThatException().isThrownBy(() -> statement.execute("SELECT pg_terminate_backend(pg_backend_pid())"));
		}
	}

	@Test
	void killsTheBackendOfItsTransaction() {
		assertThatException()
			.isThrownBy(() -> this.jdbc.sql("SELECT pg_terminate_backend(pg_backend_pid())").query().singleRow());
	}

	@Test
	@Transactional(propagation = Propagation.NOT_SUPPORTED)
	void killsAllOtherSessions() {
		this.jdbc.sql("INSERT INTO note (title) VALUES ('committed')").update();
		this.jdbc
			.sql("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
					+ "WHERE datname = current_database() AND pid <> pg_backend_pid()")
			.query()
			.listOfRows();
	}

	@Test
	@Transactional(propagation = Propagation.NOT_SUPPORTED)
	void locksATableBesideThePool() throws SQLException {
		this.jdbc.sql("INSERT INTO note (title) VALUES ('committed')").update();
		DatabaseConfig config = this.database.config();
		Connection forgotten = DriverManager.getConnection(config.url() + "?ApplicationName=forgetful",
				config.username(), config.password());
		forgotten.setAutoCommit(false);
		forgotten.createStatement().execute("LOCK TABLE note IN ACCESS SHARE MODE");
	}

	@Test
	@Transactional(propagation = Propagation.NOT_SUPPORTED)
	void dropsTheDatabase() throws SQLException {
		DatabaseConfig config = this.database.config();
		String name = config.url().substring(config.url().lastIndexOf('/') + 1);
		String maintenance = config.url().replace(name, "postgres");
		try (Connection connection = DriverManager.getConnection(maintenance, config.username(), config.password());
				Statement statement = connection.createStatement()) {
			statement.execute("DROP DATABASE \"%s\" WITH (FORCE)".formatted(name));
		}
	}

	@Test
	void leavesATransactionOpenOnAnotherThread() throws InterruptedException {
		CountDownLatch open = new CountDownLatch(1);
		Thread thread = new Thread(() -> {
			try {
				Connection connection = this.dataSource.getConnection();
				connection.setAutoCommit(false);
				connection.createStatement().execute("LOCK TABLE note IN ACCESS SHARE MODE");
				open.countDown();
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
		}, "forgetful");
		thread.start();
		open.await();
	}

	@Test
	void leavesAConnectionOpen() throws SQLException {
		this.dataSource.getConnection().createStatement().execute("SELECT 1");
	}

}
