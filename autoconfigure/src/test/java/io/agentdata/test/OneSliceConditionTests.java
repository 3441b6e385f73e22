// SPDX-License-Identifier: Apache-2.0
package io.agentdata.test;

import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineTestKit;

import org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest;
import org.springframework.boot.test.context.SpringBootTest;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

/**
 * Tests for {@link OneSliceCondition}.
 */
class OneSliceConditionTests {

	@Test
	void besideDataJpaTest() {
		assertRefused(BesideDataJpaTestCase.class, "@DataJpaTest and @AgentDataTest");
	}

	@Test
	void besideSpringBootTest() {
		assertRefused(BesideSpringBootTestCase.class, "@AgentDataTest and @SpringBootTest");
	}

	private void assertRefused(Class<?> testCase, String annotations) {
		EngineTestKit.engine("junit-jupiter")
			.selectors(selectClass(testCase))
			.execute()
			.containerEvents()
			.assertThatEvents()
			.haveExactly(1,
					event(finishedWithFailure(message((text) -> text
						.contains("%s is annotated with %s, and a class can be one kind of Spring test only."
							.formatted(testCase.getName(), annotations))
							&& text.contains("put @AutoConfigureAgentData in the place of @AgentDataTest")))));
	}

	@DataJpaTest
	@AgentDataTest
	static class BesideDataJpaTestCase {

		@Test
		void neverRuns() {
		}

	}

	@AgentDataTest
	@SpringBootTest
	static class BesideSpringBootTestCase {

		@Test
		void neverRuns() {
		}

	}

}
