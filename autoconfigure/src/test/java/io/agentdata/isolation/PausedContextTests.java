// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import io.agentdata.test.AutoConfigureAgentData;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

/**
 * Tests for contexts that Spring pauses while classes of others run: what their lifecycle
 * writes then is no work for these classes.
 */
class PausedContextTests {

	@Test
	void eachClassSeesTheRowsOfItsOwnContext() {
		EngineExecutionResults results = EngineTestKit.engine("junit-jupiter")
			.selectors(selectClass(FirstCase.class), selectClass(SecondCase.class), selectClass(ThirdCase.class),
					selectClass(FourthCase.class))
			.configurationParameter("junit.jupiter.testclass.order.default",
					ClassOrderer.OrderAnnotation.class.getName())
			.execute();
		assertThat(results.allEvents().failed().stream().map(ParallelTests::failure)).isEmpty();
		results.testEvents().assertStatistics((statistics) -> statistics.succeeded(8));
	}

	@SpringBootTest
	@AutoConfigureAgentData
	@Import(Registration.class)
	abstract static class Case {

		@Autowired
		private JdbcClient jdbc;

		@Autowired
		private IsolationStart start;

		@RepeatedTest(2)
		void seesTheRegistration() {
			assertThat(this.jdbc.sql("SELECT title FROM note").query(String.class).list())
				.containsExactly("registration");
			assertThat(this.start.isolation().lane().number()).isOne();
			this.jdbc.sql("INSERT INTO note (title) VALUES ('test')").update();
		}

	}

	@Order(1)
	static class FirstCase extends Case {

	}

	@Order(2)
	@TestPropertySource(properties = "other=true")
	static class SecondCase extends Case {

	}

	@Order(3)
	static class ThirdCase extends Case {

	}

	@Order(4)
	@TestPropertySource(properties = "other=true")
	static class FourthCase extends Case {

	}

	static class Registration implements SmartLifecycle {

		private final JdbcClient jdbc;

		private volatile boolean running;

		Registration(JdbcClient jdbc) {
			this.jdbc = jdbc;
		}

		@Override
		public void start() {
			this.jdbc.sql("INSERT INTO note (title) VALUES ('registration')").update();
			this.running = true;
		}

		@Override
		public void stop() {
			this.jdbc.sql("DELETE FROM note").update();
			this.running = false;
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

	}

}
