// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;

import io.agentdata.test.AutoConfigureAgentData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for a transaction of the application that is open while a clone takes the place
 * of its database: all of it is committed, or nothing.
 */
@SpringBootTest
@AutoConfigureAgentData
@TestMethodOrder(MethodOrderer.MethodName.class)
class TornTransactionTests {

	private static final ExecutorService JOBS = Executors.newSingleThreadExecutor();

	private static final Phaser HALVES = new Phaser(2);

	private static CompletableFuture<Void> job;

	@Autowired
	private JdbcClient jdbc;

	@BeforeAll
	static void beginAJob(@Autowired JdbcClient jdbc, @Autowired PlatformTransactionManager transactions) {
		job = CompletableFuture.runAsync(() -> new TransactionTemplate(transactions).executeWithoutResult((status) -> {
			add(jdbc, "first half");
			HALVES.arriveAndAwaitAdvance();
			HALVES.arriveAndAwaitAdvance();
			add(jdbc, "second half");
		}), JOBS);
		HALVES.arriveAndAwaitAdvance();
	}

	@AfterAll
	static void endJobs() {
		JOBS.shutdown();
	}

	@Test
	void aChangesADefinition() {
		this.jdbc.sql("CREATE TABLE other (id int)").update();
	}

	@Test
	void bSeesNothingOfTheJobThatLostItsFirstHalf() {
		HALVES.arriveAndAwaitAdvance();
		assertThatException().isThrownBy(job::join)
			.withStackTraceContaining("after TornTransactionTests.aChangesADefinition(). What it had done is lost.");
		assertThat(this.jdbc.sql("SELECT title FROM note").query(String.class).list()).isEmpty();
	}

	private static void add(JdbcClient jdbc, String title) {
		jdbc.sql("INSERT INTO note (title) VALUES (?)").param(title).update();
	}

}
