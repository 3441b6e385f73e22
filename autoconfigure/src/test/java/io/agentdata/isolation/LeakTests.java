// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.MethodOrdererContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

/**
 * Runs {@link LeakingCase}: each leak is named, and no test sees another's.
 */
class LeakTests {

	private static final int TESTS = 27;

	@BeforeEach
	void forget() {
		LeakRecorder.LEAKS.clear();
	}

	@Test
	void eachLeakIsNamed() {
		run("org.junit.jupiter.api.MethodOrderer$MethodName", 0);
		assertThat(LeakRecorder.of("leaksNothing")).isEmpty();
		assertThat(LeakRecorder.of("ownCommit")).isEmpty();
		assertLeak("requiresNew", "public.note: 2 rows inserted");
		assertThat(LeakRecorder.of("updateAndDelete")).extracting(LeakTests::tables)
			.containsExactly("public.note: 2 rows inserted", "public.note: 2 rows updated",
					"public.note: 1 row deleted");
		assertLeak("connectionOfItsOwn", "public.note: 1 row inserted");
		assertLeak("transactionByHand", "public.note: 1 row inserted");
		assertLeak("transactionInWords", "public.note: 1 row inserted");
		assertLeak("batch", "public.note: 3 rows inserted");
		assertLeak("function", "public.note: 1 row inserted");
		assertLeak("createTable", "public.created: created, altered or emptied");
		assertLeak("alterTable", "public.note: created, altered or emptied");
		assertLeak("truncate", "public.note: created, altered or emptied");
		assertLeak("copy", "public.note: 2 rows inserted");
		assertLeak("bulk", "public.note: 500 rows inserted");
		assertLeak("chatMemoryWithoutTransactionManager", "public.spring_ai_chat_memory: 1 row inserted");
		assertLeak("embeddingStore", "public.embeddings: 1 row inserted");
		assertThat(LeakRecorder.of("dropTable")).singleElement()
			.extracting(Leak::statement)
			.isEqualTo("DROP TABLE note");
		assertThat(LeakRecorder.of("createIndexConcurrently")).singleElement()
			.extracting(Leak::statement)
			.isEqualTo("CREATE INDEX CONCURRENTLY later ON note (written_at)");
	}

	@Test
	void eachLeakNamesItsThreadAndItsCall() {
		run("org.junit.jupiter.api.MethodOrderer$MethodName", 0);
		assertThat(LeakRecorder.of("workerOfAPool")).singleElement()
			.satisfies((leak) -> assertThat(leak.thread()).isEqualTo("worker"));
		assertThat(LeakRecorder.of("plainThread")).singleElement()
			.satisfies((leak) -> assertThat(leak.thread()).isEqualTo("plain"));
		assertThat(LeakRecorder.LEAKS).allSatisfy((leak) -> assertThat(leak.call().getStackTrace())
			.anyMatch((frame) -> frame.getClassName().startsWith(LeakingCase.class.getName())));
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			setting,             setting statement_timeout = 3600000
			searchPath,          setting search_path = pg_catalog
			role,                role pg_monitor
			advisoryLock,        session advisory lock 42
			temporaryTable,      temporary table scratch
			listen,              LISTEN news
			preparedTransaction, prepared transaction pending
			""")
	void eachStateOfASessionIsNamed(String test, String state) {
		run("org.junit.jupiter.api.MethodOrderer$MethodName", 0);
		assertThat(LeakRecorder.of(test)).anySatisfy((leak) -> assertThat(leak.session()).contains(state));
	}

	@Test
	void noTestSeesAnotherInAnyOrder() {
		run(Backwards.class.getName(), 0);
		for (int seed = 0; seed < 100; seed++) {
			run("org.junit.jupiter.api.MethodOrderer$Random", seed);
		}
	}

	private static void run(String orderer, int seed) {
		EngineExecutionResults results = EngineTestKit.engine("junit-jupiter")
			.selectors(selectClass(LeakingCase.class))
			.configurationParameter("junit.jupiter.testmethod.order.default", orderer)
			.configurationParameter("junit.jupiter.execution.order.random.seed", String.valueOf(seed))
			.execute();
		assertThat(results.testEvents().failed().stream().map(LeakTests::failure)).as("%s, seed %d", orderer, seed)
			.isEmpty();
		results.testEvents().assertStatistics((statistics) -> statistics.succeeded(TESTS));
	}

	private static String failure(Event event) {
		return event.getTestDescriptor().getDisplayName() + ": "
				+ event.getRequiredPayload(TestExecutionResult.class).getThrowable().orElseThrow();
	}

	private static void assertLeak(String test, String tables) {
		assertThat(LeakRecorder.of(test)).as(test).extracting(LeakTests::tables).contains(tables);
	}

	private static String tables(Leak leak) {
		return String.join("; ", leak.tables().stream().map(TableChange::toString).toList());
	}

	static class Backwards implements MethodOrderer {

		@Override
		public void orderMethods(MethodOrdererContext context) {
			context.getMethodDescriptors()
				.sort((first, second) -> second.getMethod().getName().compareTo(first.getMethod().getName()));
		}

	}

}
