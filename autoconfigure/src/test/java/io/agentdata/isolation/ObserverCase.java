// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import io.agentdata.database.Database;
import io.agentdata.test.AutoConfigureAgentData;
import io.agentdata.test.Isolated;
import io.agentdata.test.Isolation;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.transaction.TestTransaction;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that look at their database. They are run by {@link ObserverTests}.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "logging.level.io.agentdata.isolation=off")
@AutoConfigureAgentData
abstract class ObserverCase {

	/**
	 * What the tests of the run have done so far.
	 */
	static final Queue<String> DONE = new ConcurrentLinkedQueue<>();

	static volatile Run run = new Run(0, 0, 1);

	private static final Map<Class<?>, Observation> EXPECTED = new ConcurrentHashMap<>();

	@Autowired
	private DataSource dataSource;

	abstract Observer observer();

	private Observation observe() throws Exception {
		return observer().observe(this.dataSource);
	}

	/**
	 * Sequence of tests that is made up.
	 *
	 * @param seed what tells it from others
	 * @param tests how many each class has
	 * @param testsPerObservation of how many the last one observes
	 */
	record Run(long seed, int tests, int testsPerObservation) {

	}

	/**
	 * Two tests: a clone takes the database's place, and is looked at.
	 */
	@Isolated(Isolation.RESET)
	@TestMethodOrder(MethodOrderer.MethodName.class)
	abstract static class FreshCase extends ObserverCase {

		@Test
		@Isolated(Isolation.CLONE_METHOD)
		void firstIsFollowedByAClone() {
		}

		@Test
		void secondLooksAtIt() throws Exception {
			EXPECTED.put(observer().getClass(), super.observe());
		}

	}

	/**
	 * Tests of which some do what is made up, and the others look at what is left of it.
	 */
	abstract static class RandomCase extends ObserverCase {

		@Autowired
		private PlatformTransactionManager transactions;

		@Autowired
		private Database database;

		@Autowired
		private RestClient.Builder http;

		@LocalServerPort
		private int port;

		/**
		 * Return what a test chooses from.
		 */
		abstract List<? extends Work> choice();

		/**
		 * Leave out what is not promised.
		 */
		Observation compared(Observation observation) {
			return observation.without("sequences");
		}

		@ParameterizedTest
		@MethodSource("numbers")
		void runs(int number) throws Exception {
			if (number % run.testsPerObservation() == 0) {
				DONE.add("%s %s observes".formatted(getClass().getSimpleName(), number));
				looks();
				return;
			}
			RandomTest test = RandomTest.of(run.seed(), number, choice());
			DONE.add("%s %s %s".formatted(getClass().getSimpleName(), number, test.works()));
			if (TestTransaction.isActive() && test.isAlone()) {
				TestTransaction.end();
			}
			test.run(new WorkingTest(super.dataSource, this.transactions, this.database,
					this.http.baseUrl("http://localhost:" + this.port).build()));
		}

		private void looks() throws Exception {
			Observation expected = EXPECTED.get(observer().getClass());
			assertThat(compared(super.observe()).differences(compared(expected)))
				.as("seed %s, after %s", run.seed(), DONE)
				.isEmpty();
		}

		static IntStream numbers() {
			return IntStream.rangeClosed(1, run.tests());
		}

	}

}
