// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import io.agentdata.test.AutoConfigureAgentData;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

/**
 * Tests for a thread that the set-up of a class lets work while a test of another class
 * runs: it is refused, and the test sees nothing of it.
 */
class ParallelSetUpTests {

	private static CyclicBarrier meeting = new CyclicBarrier(2);

	@Test
	void aThreadThatCouldBeATestsIsRefused() {
		EngineExecutionResults results = EngineTestKit.engine("junit-jupiter")
			.selectors(selectClass(TestCase.class), selectClass(SetUpCase.class))
			.configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
			.configurationParameter("junit.jupiter.execution.parallel.mode.classes.default", "concurrent")
			.configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
			.configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "2")
			.execute();
		assertThat(results.allEvents().failed().stream().map(ParallelTests::failure)).isEmpty();
		results.testEvents().assertStatistics((statistics) -> statistics.succeeded(2));
	}

	private static void meet() throws Exception {
		meeting.await(30, TimeUnit.SECONDS);
	}

	@SpringBootTest
	@AutoConfigureAgentData
	abstract static class Case {

		@Autowired
		private JdbcClient jdbc;

		int notes() {
			return this.jdbc.sql("SELECT count(*) FROM note").query(Integer.class).single();
		}

	}

	static class TestCase extends Case {

		@Test
		void runsBesideTheSetUp() throws Exception {
			meet();
			meet();
			assertThat(notes()).isZero();
		}

	}

	static class SetUpCase extends Case {

		@BeforeAll
		static void addOnAWorkerOfNobody(@Autowired JdbcClient jdbc) throws Exception {
			meet();
			assertThatExceptionOfType(ExecutionException.class)
				.isThrownBy(() -> CompletableFuture
					.runAsync(() -> jdbc.sql("INSERT INTO note (title) VALUES ('set-up')").update())
					.get())
				.havingRootCause()
				.isInstanceOf(SQLException.class)
				.withMessageContaining("(TestCase.runsBesideTheSetUp(), the set-up of SetUpCase)");
			meet();
		}

		@Test
		void seesNothing() {
			assertThat(notes()).isZero();
		}

	}

}
