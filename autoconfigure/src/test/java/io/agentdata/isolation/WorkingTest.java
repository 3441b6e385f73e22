// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

import javax.sql.DataSource;

import io.agentdata.database.Database;
import io.agentdata.database.DatabaseConfig;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.client.RestClient;

/**
 * The ways in which a test reaches its database.
 *
 * @param dataSource the application's
 * @param transactions the application's
 * @param database the context's own, for its user and password
 * @param http sends requests to the application
 */
record WorkingTest(DataSource dataSource, PlatformTransactionManager transactions, Database database, RestClient http) {

	/**
	 * Change something, in the transaction of the test where there is one.
	 */
	void update(String sql) {
		JdbcClient.create(this.dataSource).sql(sql).update();
	}

	/**
	 * Ask something, in the transaction of the test where there is one.
	 */
	void query(String sql) {
		JdbcClient.create(this.dataSource).sql(sql).query().singleRow();
	}

	/**
	 * Execute statements through a connection of their own.
	 */
	void autoCommit(String sql) {
		try (Connection connection = this.dataSource.getConnection();
				Statement statement = connection.createStatement()) {
			for (String part : sql.startsWith("DO ") ? new String[] { sql } : sql.split(";")) {
				statement.execute(part);
			}
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Work in the transaction of the test, or else in one that is committed.
	 */
	void inTransaction(ConnectionWork work) {
		new TransactionTemplate(this.transactions).executeWithoutResult((status) -> {
			Connection connection = DataSourceUtils.getConnection(this.dataSource);
			try (Statement statement = connection.createStatement()) {
				work.run(connection, statement);
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
			finally {
				DataSourceUtils.releaseConnection(connection, this.dataSource);
			}
		});
	}

	/**
	 * Work in a transaction beside that of the test.
	 */
	void inNewTransaction(boolean rollback, StatementWork work) {
		TransactionTemplate template = new TransactionTemplate(this.transactions);
		template.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
		template.executeWithoutResult((status) -> {
			inTransaction((connection, statement) -> work.run(statement));
			if (rollback) {
				status.setRollbackOnly();
			}
		});
	}

	/**
	 * Open a session that the application knows nothing of.
	 */
	Connection foreignConnection() throws SQLException {
		try (Connection connection = this.dataSource.getConnection()) {
			DatabaseConfig config = this.database.config();
			return DriverManager.getConnection(connection.getMetaData().getURL(), config.username(), config.password());
		}
	}

	/**
	 * Let the application add a note.
	 */
	void post(String title) {
		this.http.post().uri("/notes").body(title).retrieve().toBodilessEntity();
	}

	/**
	 * What is done with a connection.
	 */
	@FunctionalInterface
	interface ConnectionWork {

		void run(Connection connection, Statement statement) throws SQLException;

	}

	/**
	 * What is done with a statement.
	 */
	@FunctionalInterface
	interface StatementWork {

		void run(Statement statement) throws SQLException;

	}

}
