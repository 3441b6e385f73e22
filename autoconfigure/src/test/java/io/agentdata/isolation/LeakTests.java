// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.agentdata.database.copy.TableChange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.MethodOrdererContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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

	/**
	 * How many random orders are tried: {@code mvn verify -DargLine=-Dleak.shuffles=100}.
	 */
	private static final int SHUFFLES = Integer.getInteger("leak.shuffles", 10);

	private static final String FORWARDS = "org.junit.jupiter.api.MethodOrderer$MethodName";

	private static final String RANDOM = "org.junit.jupiter.api.MethodOrderer$Random";

	/**
	 * What a row of the README says, and the test that does it.
	 */
	private static final Map<String, String> ROWS = new LinkedHashMap<>();

	static {
		ROWS.put("writes in its own transaction", "leaksNothing");
		ROWS.put("commits in `REQUIRES_NEW`", "requiresNew");
		ROWS.put("commits on a worker of a pool, as `@Async` does", "workerOfAPool");
		ROWS.put("commits on a thread that it starts", "plainThread");
		ROWS.put("writes through a connection of its own", "connectionOfItsOwn");
		ROWS.put("commits with `setAutoCommit(true)`", "transactionByHand");
		ROWS.put("says `BEGIN` and `COMMIT` in SQL", "transactionInWords");
		ROWS.put("writes a batch", "batch");
		ROWS.put("writes in a function or a `DO` block", "function");
		ROWS.put("creates a table", "createTable");
		ROWS.put("alters a table", "alterTable");
		ROWS.put("drops a table", "dropTable");
		ROWS.put("empties a table with `TRUNCATE`", "truncate");
		ROWS.put("copies rows with `COPY`", "copy");
		ROWS.put("creates an index concurrently", "createIndexConcurrently");
		ROWS.put("uses Spring AI's `JdbcChatMemoryRepository` without a transaction manager",
				"chatMemoryWithoutTransactionManager");
		ROWS.put("uses LangChain4j's `PgVectorEmbeddingStore` on the DataSource", "embeddingStore");
		ROWS.put("changes a setting of its session", "setting");
		ROWS.put("changes the `search_path`", "searchPath");
		ROWS.put("takes another role", "role");
		ROWS.put("takes a session advisory lock", "advisoryLock");
		ROWS.put("creates a temporary table", "temporaryTable");
		ROWS.put("listens to a channel", "listen");
		ROWS.put("prepares a transaction", "preparedTransaction");
	}

	@BeforeEach
	void forget() {
		LeakRecorder.LEAKS.clear();
	}

	@Test
	void eachLeakIsNamed() {
		run(LeakingCase.class, FORWARDS, 0);
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
		assertDefinition("createTable", "public.created");
		assertDefinition("chatMemoryWithoutTransactionManager", "public.spring_ai_chat_memory");
		assertDefinition("embeddingStore", "public.embeddings");
		assertLeak("copy", "public.note: 2 rows inserted");
		assertLeak("bulk", "public.note: 500 rows inserted");
	}

	@Test
	void eachLeakNamesItsThreadAndItsCall() {
		run(LeakingCase.class, FORWARDS, 0);
		assertThat(LeakRecorder.of("workerOfAPool")).singleElement()
			.satisfies((leak) -> assertThat(leak.thread()).isEqualTo("worker"));
		assertThat(LeakRecorder.of("plainThread")).singleElement()
			.satisfies((leak) -> assertThat(leak.thread()).isEqualTo("plain"));
		assertThat(LeakRecorder.LEAKS).allSatisfy((leak) -> assertThat(leak.call().getStackTrace())
			.anyMatch((frame) -> frame.getClassName().startsWith(LeakingCase.class.getName())));
	}

	@Test
	void noTestSeesAnotherInAnyOrder() {
		run(LeakingCase.class, Backwards.class.getName(), 0);
		for (int seed = 0; seed < SHUFFLES; seed++) {
			run(LeakingCase.class, RANDOM, seed);
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { LazilyFetchingLeakingCase.class, CommittingLeakingCase.class })
	void noTestSeesAnotherWhateverThePoolIsLike(Class<?> testCase) {
		run(testCase, FORWARDS, 0);
		assertLeak("requiresNew", "public.note: 2 rows inserted");
		assertLeak("workerOfAPool", "public.note: 1 row inserted");
		assertLeak("connectionOfItsOwn", "public.note: 1 row inserted");
		assertDefinition("createTable", "public.created");
		run(testCase, Backwards.class.getName(), 0);
		run(testCase, RANDOM, 0);
	}

	@Test
	void noTestSeesAnotherInParallelThreads() {
		EngineExecutionResults results = EngineTestKit.engine("junit-jupiter")
			.selectors(selectClass(LeakingCase.class), selectClass(ResettingLeakingCase.class))
			.configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
			.configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
			.configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
			.configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "4")
			.execute();
		assertThat(results.testEvents().failed().stream().map(LeakTests::failure)).isEmpty();
		results.testEvents().assertStatistics((statistics) -> statistics.succeeded(2 * TESTS));
	}

	@Test
	void theReadmeTellsWhatIsUndone() throws IOException {
		run(LeakingCase.class, FORWARDS, 0);
		List<String> rows = ROWS.entrySet()
			.stream()
			.map((row) -> "| %s | %s | undone |".formatted(row.getKey(),
					LeakRecorder.of(row.getValue()).isEmpty() ? "undone" : "named and undone"))
			.toList();
		assertThat(Files.readAllLines(Path.of("../README.md"))).containsSubsequence(rows);
	}

	@Test
	void resetsUndoTheSameInAnyOrderWithoutAWord() {
		run(ResettingLeakingCase.class, Backwards.class.getName(), 0);
		for (int seed = 0; seed < SHUFFLES; seed++) {
			run(ResettingLeakingCase.class, RANDOM, seed);
		}
		assertThat(LeakRecorder.LEAKS).isEmpty();
	}

	private static void run(Class<?> testCase, String orderer, int seed) {
		EngineExecutionResults results = EngineTestKit.engine("junit-jupiter")
			.selectors(selectClass(testCase))
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

	private static void assertDefinition(String test, String table) {
		assertThat(LeakRecorder.of(test)).as(test).flatExtracting(Leak::others).contains("the definition of " + table);
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
