// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

/**
 * Runs {@link HostileCase}: the next test runs, whatever one does, and the message says
 * who did it.
 */
@ExtendWith(OutputCaptureExtension.class)
class HostileTests {

	private static final int TESTS = 8;

	@Test
	void theNextTestRunsInAnyOrder(CapturedOutput output) {
		for (int seed = 0; seed < 5; seed++) {
			EngineExecutionResults results = EngineTestKit.engine("junit-jupiter")
				.selectors(selectClass(HostileCase.class))
				.configurationParameter("junit.jupiter.testmethod.order.default",
						"org.junit.jupiter.api.MethodOrderer$Random")
				.configurationParameter("junit.jupiter.execution.order.random.seed", String.valueOf(seed))
				.execute();
			// Spring itself cannot roll back on a dead connection
			assertThat(results.testEvents().failed().stream().map(HostileTests::failure)).as("seed %d", seed)
				.allMatch((failure) -> failure.startsWith("killsTheBackendOfItsTransaction()"));
			results.testEvents().assertStatistics((statistics) -> statistics.finished(TESTS));
		}
		assertThat(output)
			.contains("HostileCase.closesThePool() closed the pool, which stays open for the other tests.")
			.contains(
					"HostileCase.leavesATransactionOpenOnAnotherThread() has left 1 connection open, taken by thread 'forgetful'")
			.contains("HostileCase.leavesAConnectionOpen() has left 1 connection open, taken by thread 'main'")
			.containsPattern(
					"A clone takes the place of the database after HostileCase\\.locksATableBesideThePool\\(\\): "
							+ "the session \\d+ of the application 'forgetful', idle in transaction, has held a lock on "
							+ "(public\\.)?note for 2 s\\.")
			.contains("HostileCase.dropsTheDatabase() has dropped the database, or made it unreachable.");
	}

	private static String failure(Event event) {
		return event.getTestDescriptor().getDisplayName() + ": "
				+ event.getRequiredPayload(TestExecutionResult.class).getThrowable().orElseThrow();
	}

}
