// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark.suite;

import javax.sql.DataSource;

import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.TestPropertySource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The {@link Work} of a test whose isolation is timed. It is done in a transaction as an
 * application's service has it: the test-managed one where there is one.
 */
@ExtendWith(WorkParameter.class)
@TestPropertySource(properties = { "spring.flyway.locations=classpath:db/migration,classpath:db/tables",
		"agent.data.on-leak=heal" })
abstract class IsolationCase extends MemoryCase {

	private static final int UPDATED_ROWS = 10;

	/**
	 * Tests that nothing is undone of have inserted rows before.
	 */
	private static long lastId;

	@Autowired
	private DataSource dataSource;

	@Autowired
	private PlatformTransactionManager transactions;

	final void perform(Work work) {
		JdbcTemplate jdbc = new JdbcTemplate(this.dataSource);
		switch (work) {
			case NOTHING -> {
			}
			case THREE_MESSAGES -> saveThreeMessages();
			case THREE_TABLES -> inTransaction(() -> insert(jdbc, "three", 3));
			case TEN_TABLES -> inTransaction(() -> insert(jdbc, "ten", 10));
			case SEEDED_TABLES -> inTransaction(() -> update(jdbc, "seeded", 3));
			case COMMITS -> commit(jdbc);
		}
	}

	private void inTransaction(Runnable work) {
		new TransactionTemplate(this.transactions).executeWithoutResult((status) -> work.run());
	}

	private static void insert(JdbcTemplate jdbc, String prefix, int tables) {
		Long parent = 1L;
		for (int table = 1; table <= tables; table++) {
			parent = jdbc.queryForObject(
					"INSERT INTO %s_%s (parent_id, content) VALUES (?, 'At home we speak Spanish.') RETURNING id"
						.formatted(prefix, table),
					Long.class, parent);
		}
	}

	private static void update(JdbcTemplate jdbc, String prefix, int tables) {
		for (int table = 1; table <= tables; table++) {
			jdbc.update("UPDATE %s_%s SET content = content || '.' WHERE id <= ?".formatted(prefix, table),
					UPDATED_ROWS);
		}
	}

	private void commit(JdbcTemplate jdbc) {
		TransactionTemplate own = new TransactionTemplate(this.transactions);
		own.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
		for (int transaction = 0; transaction < Work.TRANSACTIONS; transaction++) {
			own.executeWithoutResult((status) -> jdbc.update("INSERT INTO commits VALUES (?)", ++lastId));
		}
	}

}
