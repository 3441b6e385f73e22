// SPDX-License-Identifier: Apache-2.0
package io.agentdata.seed;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.agentdata.test.AgentDataTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

/**
 * Tests for the application contexts of tests with seeds.
 */
class SeedContextTests {

	private static final Set<ApplicationContext> CONTEXTS = ConcurrentHashMap.newKeySet();

	@BeforeEach
	void forget() {
		CONTEXTS.clear();
	}

	@Test
	void equalSeedsShareOneContext() {
		run(SchemaCase.class, SameSchemaCase.class).assertStatistics((statistics) -> statistics.succeeded(3));
		assertThat(CONTEXTS).hasSize(1);
	}

	@Test
	void differentSeedsHaveContextsOfTheirOwn() {
		run(SchemaCase.class, PlacesCase.class, UnseededCase.class)
			.assertStatistics((statistics) -> statistics.succeeded(4));
		assertThat(CONTEXTS).hasSize(3);
	}

	@Test
	void contextFailsWithFileLineAndStatement() {
		assertThat(failure(BrokenCase.class)).hasMessageStartingWith("A seed could not be loaded.")
			.hasMessageContaining("class path resource [seed/broken.sql], line 5: ERROR: duplicate key value")
			.hasMessageContaining("Key (title)=(twice) already exists")
			.hasMessageContaining("It reads: INSERT INTO note (title)%n  VALUES ('twice')".formatted())
			.hasMessageContaining("What to do, most likely first:");
	}

	@Test
	void contextFailsWhereAFileIsMissing() {
		assertThat(failure(MissingCase.class)).hasMessageStartingWith("A seed file was not found.")
			.hasMessageContaining("There is no class path resource [io/agentdata/seed/missing.csv]")
			.hasMessageContaining("src/test/resources");
	}

	@Test
	void nothingRunsWithoutATestDatabase() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SeedAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(SeedingListener.class));
	}

	private static Events run(Class<?>... cases) {
		EngineTestKit.Builder builder = EngineTestKit.engine("junit-jupiter");
		for (Class<?> type : cases) {
			builder.selectors(selectClass(type));
		}
		return builder.execute().testEvents();
	}

	private static Throwable failure(Class<?> type) {
		Event failed = run(type).failed().stream().findFirst().orElseThrow();
		Throwable failure = failed.getRequiredPayload(TestExecutionResult.class).getThrowable().orElseThrow();
		while (!(failure instanceof SeedException) && failure.getCause() != null) {
			failure = failure.getCause();
		}
		assertThat(failure).isInstanceOf(SeedException.class);
		return failure;
	}

	abstract static class AbstractCase {

		@Autowired
		void count(ApplicationContext context) {
			CONTEXTS.add(context);
		}

		@Test
		void test() {
		}

	}

	@AgentDataTest(seed = "/seed/schema.sql")
	static class SchemaCase extends AbstractCase {

	}

	@AgentDataTest(seed = "classpath:seed/schema.sql")
	static class SameSchemaCase extends AbstractCase {

		@Nested
		class Inner {

			@Test
			void inner(@Autowired ApplicationContext context) {
				CONTEXTS.add(context);
			}

		}

	}

	@AgentDataTest(seed = { "/seed/schema.sql", "/seed/place.csv" })
	static class PlacesCase extends AbstractCase {

	}

	@AgentDataTest
	static class UnseededCase {

		@Test
		void first(@Autowired ApplicationContext context) {
			CONTEXTS.add(context);
		}

		@Test
		void second(@Autowired ApplicationContext context) {
			CONTEXTS.add(context);
		}

	}

	@AgentDataTest(seed = "/seed/broken.sql")
	static class BrokenCase extends AbstractCase {

	}

	@AgentDataTest(seed = "missing.csv")
	static class MissingCase extends AbstractCase {

	}

}
