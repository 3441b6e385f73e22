// SPDX-License-Identifier: Apache-2.0
package io.agentdata.seed;

import java.sql.Connection;
import java.util.function.Consumer;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The one transaction that all seeds run in: the application's own kind, so that its
 * repositories take part.
 *
 * @param dataSource the DataSource
 * @param manager the application's only transaction manager, or {@code null}
 */
record SeedTransaction(DataSource dataSource, @Nullable PlatformTransactionManager manager) {

	void run(Consumer<Connection> work) {
		if (this.manager == null) {
			runWithJdbc(work);
			return;
		}
		new TransactionTemplate(this.manager).executeWithoutResult((status) -> {
			// the application's manager may be one of another store, or of JPA without
			// JDBC
			if (TransactionSynchronizationManager.hasResource(this.dataSource)) {
				runHere(work);
			}
			else {
				runWithJdbc(work);
			}
		});
	}

	private void runWithJdbc(Consumer<Connection> work) {
		new TransactionTemplate(new JdbcTransactionManager(this.dataSource))
			.executeWithoutResult((status) -> runHere(work));
	}

	private void runHere(Consumer<Connection> work) {
		Connection connection = DataSourceUtils.getConnection(this.dataSource);
		try {
			work.accept(connection);
		}
		finally {
			DataSourceUtils.releaseConnection(connection, this.dataSource);
		}
	}

}
