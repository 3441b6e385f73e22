// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.sql.Connection;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;

import com.zaxxer.hikari.HikariDataSource;
import io.agentdata.test.AutoConfigureAgentData;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

/**
 * Tests for an application with a second pool to its database: each has its settings, in
 * the database of the test.
 */
class TwoPoolsTests {

	private static final int TESTS = 3;

	private static CyclicBarrier begun = new CyclicBarrier(1);

	@Test
	void eachPoolHasItsSettings() {
		begun = new CyclicBarrier(1);
		assertSucceeds("same_thread");
	}

	@Test
	void eachPoolHasItsSettingsInTheDatabaseOfEachTest() {
		begun = new CyclicBarrier(TESTS);
		assertSucceeds("concurrent");
	}

	private static void assertSucceeds(String mode) {
		EngineExecutionResults results = EngineTestKit.engine("junit-jupiter")
			.selectors(selectClass(ReportsCase.class))
			.configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
			.configurationParameter("junit.jupiter.execution.parallel.mode.default", mode)
			.configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
			.configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "4")
			.execute();
		assertThat(results.allEvents().failed().stream().map(ParallelTests::failure)).isEmpty();
		results.testEvents().assertStatistics((statistics) -> statistics.succeeded(TESTS));
	}

	@SpringBootTest(properties = "agent.data.workers=" + TESTS)
	@AutoConfigureAgentData
	static class ReportsCase {

		@Autowired
		private JdbcClient jdbc;

		@Autowired
		@Qualifier("reports")
		private HikariDataSource reports;

		@Test
		void seesARow() throws Exception {
			assertIsolated("row");
		}

		@Test
		void seesAnother() throws Exception {
			assertIsolated("another");
		}

		@Test
		void changesADefinition() throws Exception {
			assertIsolated("definition");
			this.jdbc.sql("ALTER TABLE note ADD COLUMN added int").update();
		}

		private void assertIsolated(String title) throws Exception {
			begun.await(20, TimeUnit.SECONDS);
			JdbcClient reading = JdbcClient.create(this.reports);
			this.jdbc.sql("INSERT INTO note (title) VALUES (?)").param(title).update();
			assertThat(reading.sql("SELECT title FROM note").query(String.class).list()).containsExactly(title);
			assertThat(work(this.jdbc)).isEqualTo("4MB");
			assertThat(work(reading)).isEqualTo("8MB");
			reading.sql("SET work_mem = '9MB'").update();
			try (Connection one = this.reports.getConnection(); Connection other = this.reports.getConnection()) {
				assertThat(one.isReadOnly() && other.isReadOnly()).isTrue();
				assertThatException().isThrownBy(this.reports::getConnection).withMessageContaining("total=2");
			}
		}

		private static String work(JdbcClient jdbc) {
			return jdbc.sql("SHOW work_mem").query(String.class).single();
		}

		@TestConfiguration(proxyBeanMethods = false)
		static class Reports {

			@Bean(defaultCandidate = false)
			HikariDataSource reports(JdbcConnectionDetails details) {
				HikariDataSource pool = new HikariDataSource();
				pool.setJdbcUrl(details.getJdbcUrl());
				pool.setUsername(details.getUsername());
				pool.setPassword(details.getPassword());
				pool.setPoolName("reports");
				pool.setReadOnly(true);
				pool.setMaximumPoolSize(2);
				pool.setConnectionTimeout(250);
				pool.setConnectionInitSql("SET work_mem = '8MB'");
				return pool;
			}

		}

	}

}
