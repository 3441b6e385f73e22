// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A test sees the same after hundreds of others as in a new clone of the template.
 */
class ObserverTests {

	/**
	 * How many random sequences are tried, fewer where somebody waits for them:
	 * {@code mvn verify -DargLine=-Dobserver.shuffles=1000}.
	 */
	private static final int SHUFFLES = Integer.getInteger("observer.shuffles",
			"true".equals(System.getenv("CI")) ? 100 : 20);

	private static final int THREADS = 4;

	private static final Class<?>[] ON_POSTGRES = { PostgresObserverCases.Auto.class,
			PostgresObserverCases.Rollback.class, PostgresObserverCases.Reset.class };

	private static final Class<?>[] ON_H2 = { H2ObserverCases.Auto.class, H2ObserverCases.Rollback.class,
			H2ObserverCases.Reset.class };

	@BeforeAll
	static void lookAtClones() {
		for (Class<?> fresh : List.of(PostgresObserverCases.Fresh.class, H2ObserverCases.Fresh.class)) {
			run(new ObserverCase.Run(0, 2, 1), 1, fresh);
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { PostgresObserverCases.Auto.class, PostgresObserverCases.Rollback.class,
			PostgresObserverCases.Reset.class })
	void observerSeesTheSameAfterManyTests(Class<?> mode) {
		run(new ObserverCase.Run(1, 200, 40), 1, mode);
	}

	@Test
	void observerSeesTheSameInAnyOrder() {
		for (int seed = 1; seed <= SHUFFLES; seed++) {
			run(new ObserverCase.Run(seed, 5, 5), 1, ON_POSTGRES[seed % ON_POSTGRES.length]);
		}
	}

	@Test
	void observerSeesTheSameInParallelThreads() {
		run(new ObserverCase.Run(2, 60, 10), THREADS, ON_POSTGRES);
	}

	@Test
	void observerSeesTheSameOnH2() {
		run(new ObserverCase.Run(3, 60, 5), 1, ON_H2);
		run(new ObserverCase.Run(4, 20, 5), THREADS, ON_H2);
	}

	private static void run(ObserverCase.Run run, int threads, Class<?>... cases) {
		ObserverCase.DONE.clear();
		ObserverCase.run = run;
		EngineExecutionResults results = EngineTestKit.engine("junit-jupiter")
			.selectors(Arrays.stream(cases).map(DiscoverySelectors::selectClass).toArray(DiscoverySelector[]::new))
			.configurationParameter("junit.jupiter.execution.parallel.enabled", String.valueOf(threads > 1))
			.configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
			.configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
			.configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism",
					String.valueOf(threads))
			.configurationParameter("junit.jupiter.execution.timeout.testtemplate.method.default", "60 s")
			.execute();
		assertThat(results.allEvents().failed().stream().map(ParallelTests::failure)).as("%s", run).isEmpty();
		results.testEvents().assertStatistics((statistics) -> statistics.succeeded((long) run.tests() * cases.length));
	}

}
