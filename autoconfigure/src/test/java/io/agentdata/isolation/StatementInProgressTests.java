// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.agentdata.test.AutoConfigureAgentData;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for a statement that is in progress when its test ends, such as that of a request
 * which has timed out.
 */
@SpringBootTest
@AutoConfigureAgentData
@TestMethodOrder(MethodOrderer.MethodName.class)
class StatementInProgressTests {

	private static final ExecutorService WORKERS = Executors.newCachedThreadPool();

	private static Future<?> inProgress;

	@Autowired
	private JdbcClient jdbc;

	@AfterAll
	static void endWorkers() {
		WORKERS.shutdown();
	}

	@Test
	void aEndsInTheMiddleOfAStatement() {
		inProgress = begin("INSERT INTO note (title) SELECT 'late' FROM pg_sleep(60)");
	}

	@Test
	void bSeesNothingOfIt() {
		assertEnded();
	}

	@Test
	void cEndsInTheMiddleOfAStatementThatHoldsALock() {
		inProgress = begin(
				"DO $$ BEGIN LOCK TABLE note; PERFORM pg_sleep(60); INSERT INTO note (title) VALUES ('x'); END $$");
	}

	@Test
	void dIsNotHeldUpByIt() {
		assertEnded();
	}

	private Future<?> begin(String sql) {
		Future<?> statement = WORKERS.submit(() -> this.jdbc.sql(sql).update());
		Awaitility.await().until(() -> sleepingSessions() == 1);
		return statement;
	}

	private void assertEnded() {
		assertThat(sleepingSessions()).isZero();
		assertThatException().isThrownBy(inProgress::get);
		assertThat(this.jdbc.sql("SELECT title FROM note").query(String.class).list()).isEmpty();
	}

	private int sleepingSessions() {
		return this.jdbc.sql("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'")
			.query(Integer.class)
			.single();
	}

}
