// SPDX-License-Identifier: Apache-2.0
package io.agentdata.test;

import io.agentdata.database.Capability;
import io.agentdata.report.DatabaseReport;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

import org.springframework.boot.test.context.SpringBootTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.EventConditions.skippedWithReason;
import static org.junit.platform.testkit.engine.EventConditions.test;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

/**
 * Tests for {@link RequiresCapability @RequiresCapability}.
 */
class RequiresCapabilityTests {

	@Test
	void methodThatTheEngineCannotRunIsSkippedWithTheReason() {
		EngineExecutionResults results = run(OnH2Case.class);
		results.testEvents()
			.assertThatEvents()
			.haveExactly(1,
					event(test("usesTheIndex()"), skippedWithReason(
							"OnH2Case.usesTheIndex() takes the capability VECTOR_INDEX, which the engine H2 does "
									+ "not have. ==> Use an engine that has it: agent.data.engine=embedded or "
									+ "agent.data.engine=container or agent.data.engine=external or "
									+ "agent.data.engine=pglite.")));
		results.testEvents().assertStatistics((events) -> events.skipped(2).succeeded(1).failed(1));
	}

	@Test
	void methodThatRequiresItFails() {
		run(OnH2Case.class).testEvents()
			.assertThatEvents()
			.haveExactly(1, event(test("mustUseTheIndex()"),
					finishedWithFailure(message((text) -> text.contains("The engine does not offer what was asked for.")
							&& text.contains("OnH2Case.mustUseTheIndex() takes the capability VECTOR_INDEX")
							&& text.contains("agent.data.engine=embedded")))));
	}

	@Test
	void classThatTheEngineCannotRunIsSkipped() {
		EngineExecutionResults results = run(WholeCase.class);
		results.containerEvents()
			.assertThatEvents()
			.haveExactly(1, event(skippedWithReason((reason) -> reason
				.startsWith("WholeCase takes the capability JSONB, which the engine H2 does not have."))));
		assertThat(results.testEvents().started().count()).isZero();
	}

	@Test
	void skippedTestsAreListedInTheReport() {
		run(OnH2Case.class);
		assertThat(DatabaseReport.ofThisJvm().text()).hasValueSatisfying(
				(text) -> assertThat(text).contains("  skipped         OnH2Case.needsTwo() on h2: no EXTENSIONS"));
	}

	@Test
	void everythingRunsOnAnEngineThatOffersIt() {
		run(OnEmbeddedCase.class).testEvents().assertStatistics((events) -> events.succeeded(4).skipped(0).failed(0));
	}

	@Test
	void withoutADatabaseFactoryTheMessageSaysWhatToAdd() {
		run(WithoutAnnotationCase.class).testEvents()
			.assertThatEvents()
			.haveExactly(1, event(finishedWithFailure(message((text) -> text
				.contains("WithoutAnnotationCase.uses() is annotated with @RequiresCapability, and its application "
						+ "context has no DatabaseFactory to ask.")
					&& text.contains("Put @AgentDataTest or @AutoConfigureAgentData on the class.")))));
	}

	private static EngineExecutionResults run(Class<?> testCase) {
		return EngineTestKit.engine("junit-jupiter").selectors(selectClass(testCase)).execute();
	}

	abstract static class Case {

		@Test
		@RequiresCapability(Capability.VECTOR)
		void usesVectors() {
		}

		@Test
		@RequiresCapability(Capability.VECTOR_INDEX)
		void usesTheIndex() {
		}

		@Test
		@RequiresCapability({ Capability.VECTOR, Capability.EXTENSIONS })
		void needsTwo() {
		}

		@Test
		@RequiresCapability(value = Capability.VECTOR_INDEX, required = true)
		void mustUseTheIndex() {
		}

	}

	@AgentDataTest(properties = "agent.data.engine=h2")
	static class OnH2Case extends Case {

	}

	@AgentDataTest
	static class OnEmbeddedCase extends Case {

	}

	@AgentDataTest(properties = "agent.data.engine=h2")
	@RequiresCapability(Capability.JSONB)
	static class WholeCase extends Case {

	}

	@SpringBootTest(classes = WithoutAnnotationCase.class)
	static class WithoutAnnotationCase {

		@Test
		@RequiresCapability(Capability.VECTOR)
		void uses() {
		}

	}

}
