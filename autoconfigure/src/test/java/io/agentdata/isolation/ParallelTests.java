// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.agentdata.test.AgentDataTest;
import io.agentdata.test.Isolated;
import io.agentdata.test.Isolation;
import jakarta.persistence.EntityManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary.Failure;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.task.TaskDecorator;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.transaction.TestTransaction;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

/**
 * Tests of one application context in parallel threads.
 */
class ParallelTests {

	private static final AtomicInteger RUNNING = new AtomicInteger();

	private static final AtomicInteger MOST = new AtomicInteger();

	private static final Map<String, CyclicBarrier> BARRIERS = new ConcurrentHashMap<>();

	@BeforeEach
	void forget() {
		RUNNING.set(0);
		MOST.set(0);
		BARRIERS.clear();
	}

	@Test
	void testsRunAtTheSameTimeAndSeeTheirOwnRows() {
		assertSucceeds(4, MeetingCase.class);
		assertThat(MOST).hasValue(2);
	}

	@Test
	void withOneWorkerTestsTakeTurns() {
		assertSucceeds(4, OneWorkerCase.class);
		assertThat(MOST).hasValue(1);
	}

	@Test
	void noModeContaminatesAnother() {
		assertSucceeds(4, RollbackCase.class, ResetCase.class, CloneMethodCase.class, CloneClassCase.class,
				OtherCloneClassCase.class, NoneCase.class, ClassSetUpCase.class, OtherClassSetUpCase.class,
				NestedSetUpCase.class);
	}

	@RepeatedTest(3)
	void moreThreadsThanDatabasesWaitForEachOther() {
		assertSucceeds(8, RollbackCase.class, CloneClassCase.class, OtherCloneClassCase.class, ClassSetUpCase.class,
				OtherClassSetUpCase.class, NestedSetUpCase.class, NoneCase.class);
	}

	@Test
	void idsOfHibernateAreOfTheTestsOwnSequence() {
		assertSucceeds(8, IdsCase.class);
		assertSucceeds(8, IdsOfClonesCase.class);
	}

	@Test
	void aThreadOfNoKnownTestIsRefusedByName() {
		assertSucceeds(4, UnknownThreadCase.class);
	}

	@Test
	void aTaskDecoratorHandsWorkOver() {
		assertSucceeds(4, HandoverCase.class);
	}

	/**
	 * Alone: a worker that waits for parts of its own may take those of another test, in
	 * the transaction that Spring has bound to its thread.
	 */
	@RepeatedTest(5)
	void partsOfAParallelStreamBelongToTheTestThatHasForkedThem() {
		assertSucceeds(4, ParallelStreamCase.class);
	}

	@RepeatedTest(5)
	void partsOfAParallelStreamBelongToTheSetUpThatHasForkedThem() {
		assertSucceeds(4, ParallelStreamInSetUpCase.class);
	}

	@Test
	void theCommonPoolServesNoTestInAnothersName() {
		assertSucceeds(4, CommonPoolCase.class);
	}

	@RepeatedTest(5)
	void dynamicTestsBelongToTheirFactory() {
		SummaryGeneratingListener summary = new SummaryGeneratingListener();
		LauncherFactory.create()
			.execute(LauncherDiscoveryRequestBuilder.request()
				.selectors(selectClass(DynamicCase.class), selectClass(RollbackCase.class))
				.configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
				.configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
				.configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
				.configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "4")
				.build(), summary);
		assertThat(summary.getSummary().getFailures()).extracting(Failure::getException).isEmpty();
		assertThat(summary.getSummary().getTestsSucceededCount()).isEqualTo(DynamicCase.TESTS + 8);
	}

	private static void assertSucceeds(int threads, Class<?>... cases) {
		EngineExecutionResults results = EngineTestKit.engine("junit-jupiter")
			.selectors(Arrays.stream(cases)
				.map(DiscoverySelectors::selectClass)
				.toList()
				.toArray(DiscoverySelector[]::new))
			.configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
			.configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
			.configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
			.configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism",
					String.valueOf(threads))
			.execute();
		assertThat(results.allEvents().failed().stream().map(ParallelTests::failure)).isEmpty();
		assertThat(results.testEvents().succeeded().count()).isPositive();
	}

	static String failure(Event event) {
		Throwable failure = event.getRequiredPayload(TestExecutionResult.class).getThrowable().orElseThrow();
		return event.getTestDescriptor().getDisplayName() + ": " + failure;
	}

	/**
	 * Wait until as many tests have come here. Where they do not, tell what each thread
	 * does instead.
	 */
	private static void meet(String where, int tests) throws Exception {
		try {
			BARRIERS.computeIfAbsent(where, (place) -> new CyclicBarrier(tests)).await(20, TimeUnit.SECONDS);
		}
		catch (TimeoutException ex) {
			throw new AssertionError("Not all tests came to '%s':%n%s".formatted(where, threads()), ex);
		}
	}

	private static String threads() {
		StringBuilder threads = new StringBuilder();
		Thread.getAllStackTraces().forEach((thread, stack) -> {
			threads.append(thread).append(' ').append(thread.getState()).append('\n');
			Arrays.stream(stack).forEach((frame) -> threads.append("\tat ").append(frame).append('\n'));
		});
		return threads.toString();
	}

	abstract static class Case {

		@Autowired
		JdbcClient jdbc;

		void insert(int number) {
			this.jdbc.sql("INSERT INTO numbered_note VALUES (?)").param(number).update();
		}

		int rows() {
			return this.jdbc.sql("SELECT count(*) FROM numbered_note").query(Integer.class).single();
		}

	}

	@AgentDataTest
	static class MeetingCase extends Case {

		@RepeatedTest(2)
		void meetsTheOther() throws Exception {
			MOST.accumulateAndGet(RUNNING.incrementAndGet(), Math::max);
			insert(1);
			meet("inserted", 2);
			assertThat(rows()).isOne();
			TestTransaction.flagForCommit();
			TestTransaction.end();
			meet("committed", 2);
			assertThat(rows()).isOne();
			RUNNING.decrementAndGet();
		}

	}

	@AgentDataTest(properties = "agent.data.workers=1")
	static class OneWorkerCase extends Case {

		@RepeatedTest(8)
		void isAlone() {
			MOST.accumulateAndGet(RUNNING.incrementAndGet(), Math::max);
			assertThat(rows()).isZero();
			insert(1);
			RUNNING.decrementAndGet();
		}

	}

	@AgentDataTest
	static class RollbackCase extends Case {

		@RepeatedTest(8)
		void isRolledBack() {
			assertThat(rows()).isZero();
			insert(1);
			assertThat(rows()).isOne();
		}

	}

	@AgentDataTest(isolation = Isolation.RESET)
	static class ResetCase extends Case {

		@RepeatedTest(8)
		void isUndone() throws Exception {
			assertThat(rows()).isZero();
			Thread thread = new Thread(() -> insert(1));
			thread.start();
			thread.join();
			assertThat(rows()).isOne();
		}

	}

	@AgentDataTest(isolation = Isolation.CLONE_METHOD)
	static class CloneMethodCase extends Case {

		@RepeatedTest(8)
		void isCloned() {
			assertThat(rows()).isZero();
			insert(1);
			assertThat(rows()).isOne();
		}

	}

	@AgentDataTest(isolation = Isolation.CLONE_CLASS)
	static class CloneClassCase extends Case {

		private static final Map<Class<?>, AtomicInteger> INSERTED = new ConcurrentHashMap<>();

		@BeforeAll
		static void begin(TestInfo test) {
			INSERTED.put(test.getTestClass().orElseThrow(), new AtomicInteger());
		}

		@RepeatedTest(6)
		void buildsOnTheOthers() {
			AtomicInteger inserted = INSERTED.get(getClass());
			assertThat(rows()).isEqualTo(inserted.get());
			insert(inserted.getAndIncrement());
		}

		@RepeatedTest(2)
		@Isolated(Isolation.ROLLBACK)
		void isApart() {
			assertThat(rows()).isZero();
			insert(1);
		}

		@AfterAll
		static void seesAll(TestInfo test, @Autowired JdbcClient jdbc) {
			assertThat(jdbc.sql("SELECT count(*) FROM numbered_note").query(Integer.class).single())
				.isEqualTo(INSERTED.get(test.getTestClass().orElseThrow()).get())
				.isEqualTo(6);
		}

	}

	static class OtherCloneClassCase extends CloneClassCase {

	}

	@AgentDataTest(isolation = Isolation.NONE, properties = "logging.level.io.agentdata.isolation=off")
	static class NoneCase extends Case {

		@RepeatedTest(6)
		void buildsOnTheOthers() {
			insert(rows());
			int before = rows();
			insert(before);
			assertThat(rows()).isEqualTo(before + 1);
		}

	}

	@AgentDataTest(isolation = Isolation.RESET)
	static class ParallelStreamCase extends Case {

		@ParameterizedTest
		@ValueSource(ints = { 1, 2, 3, 4, 5, 6, 7, 8 })
		void seesTheTestsOwnRows(int number) {
			for (int row = 0; row < number; row++) {
				insert(row);
			}
			assertThat(IntStream.range(0, 64).parallel().map((part) -> rows()).boxed()).containsOnly(number);
		}

	}

	@AgentDataTest
	static class ParallelStreamInSetUpCase extends Case {

		@BeforeAll
		static void insertForAll(@Autowired JdbcClient jdbc) {
			IntStream.range(0, 64)
				.parallel()
				.forEach((row) -> jdbc.sql("INSERT INTO numbered_note VALUES (?)").param(row).update());
		}

		@RepeatedTest(4)
		void seesTheRows() {
			assertThat(IntStream.range(0, 16).parallel().map((part) -> rows()).boxed()).containsOnly(64);
		}

	}

	@AgentDataTest(isolation = Isolation.RESET)
	static class CommonPoolCase extends Case {

		@ParameterizedTest
		@ValueSource(ints = { 1, 2, 3, 4, 5, 6, 7, 8 })
		void seesTheTestsOwnRowsOrNone(int number) throws InterruptedException {
			for (int row = 0; row < number; row++) {
				insert(row);
			}
			for (int task = 0; task < 20; task++) {
				CompletableFuture<Integer> seen = CompletableFuture.supplyAsync(this::rows)
					.exceptionally((failure) -> isRefused(failure) ? number : -1);
				assertThat(await(seen)).isEqualTo(number);
			}
		}

		/**
		 * Wait without a word to JUnit's pool, which would begin another test in this
		 * thread.
		 */
		private static Integer await(CompletableFuture<Integer> seen) throws InterruptedException {
			CountDownLatch done = new CountDownLatch(1);
			seen.thenRun(done::countDown);
			done.await();
			return seen.join();
		}

		private static boolean isRefused(Throwable failure) {
			return NestedExceptionUtils.getMostSpecificCause(failure) instanceof UnknownTestException;
		}

	}

	@AgentDataTest(isolation = Isolation.RESET)
	@Transactional(propagation = Propagation.NOT_SUPPORTED)
	static class DynamicCase extends Case {

		static final int TESTS = 20;

		@TestFactory
		Stream<DynamicNode> three() {
			return tests(3);
		}

		@TestFactory
		Stream<DynamicNode> five() {
			return tests(5);
		}

		@TestFactory
		Stream<DynamicNode> sevenAndInAContainer() {
			return Stream.concat(tests(7), Stream.of(DynamicContainer.dynamicContainer("inner", tests(7))));
		}

		private Stream<DynamicNode> tests(int number) {
			if (rows() == 0) {
				for (int row = 0; row < number; row++) {
					insert(row);
				}
			}
			return IntStream.range(0, 5)
				.mapToObj((test) -> DynamicTest.dynamicTest("number " + test,
						() -> assertThat(rows()).isEqualTo(number)));
		}

	}

	@AgentDataTest
	static class ClassSetUpCase extends Case {

		@BeforeAll
		static void insertForAll(@Autowired JdbcClient jdbc) {
			jdbc.sql("INSERT INTO numbered_note VALUES (42)").update();
			jdbc.sql("INSERT INTO numbered_note VALUES (43)").update();
		}

		@RepeatedTest(4)
		void seesTheRows() {
			assertThat(rows()).isEqualTo(2);
			insert(1);
		}

		@RepeatedTest(2)
		@Isolated(Isolation.CLONE_METHOD)
		void seesTheRowsInAClone() {
			assertThat(rows()).isEqualTo(2);
			insert(1);
		}

		@AfterAll
		static void seesTheSetUp(@Autowired JdbcClient jdbc) {
			assertThat(jdbc.sql("SELECT id FROM numbered_note ORDER BY id").query(Integer.class).list())
				.containsExactly(42, 43);
		}

	}

	@AgentDataTest
	static class OtherClassSetUpCase extends Case {

		@BeforeAll
		static void insertForAll(@Autowired JdbcClient jdbc) {
			jdbc.sql("INSERT INTO numbered_note VALUES (44)").update();
		}

		@RepeatedTest(6)
		void seesTheRow() {
			assertThat(rows()).isOne();
			insert(1);
		}

	}

	@AgentDataTest
	static class NestedSetUpCase extends Case {

		@BeforeAll
		static void insertForAll(@Autowired JdbcClient jdbc) {
			jdbc.sql("INSERT INTO numbered_note VALUES (51)").update();
		}

		@RepeatedTest(2)
		void seesTheRowOfItsClass() {
			assertThat(rows()).isOne();
			insert(1);
		}

		@Nested
		class First {

			@BeforeAll
			static void insertMore(@Autowired JdbcClient jdbc) {
				jdbc.sql("INSERT INTO numbered_note VALUES (52)").update();
			}

			@RepeatedTest(2)
			void seesBoth() {
				assertThat(rows()).isEqualTo(2);
				insert(1);
			}

		}

		@Nested
		class Second {

			@RepeatedTest(2)
			void seesTheRowOfTheEnclosingClass() {
				assertThat(rows()).isOne();
				insert(1);
			}

		}

	}

	@AgentDataTest
	static class IdsCase extends Case {

		@Autowired
		private EntityManager entityManager;

		@RepeatedTest(4)
		@Isolated(resetSequences = true)
		void beginWithOne() throws Exception {
			assertIds();
		}

		void assertIds() throws Exception {
			meet("ids", 4);
			for (long id = 1; id <= 120; id++) {
				CountedNote note = new CountedNote();
				this.entityManager.persist(note);
				assertThat(note.id).isEqualTo(id);
			}
		}

	}

	@AgentDataTest(isolation = Isolation.CLONE_METHOD)
	static class IdsOfClonesCase extends IdsCase {

		@RepeatedTest(4)
		@Transactional
		@Override
		void beginWithOne() throws Exception {
			assertIds();
		}

	}

	@AgentDataTest
	static class UnknownThreadCase extends Case {

		@RepeatedTest(2)
		void asksOnAWorkerOfNobody() throws Exception {
			meet("unknown", 2);
			assertThatExceptionOfType(ExecutionException.class)
				.isThrownBy(() -> ForkJoinPool.commonPool().submit(this::rows).get())
				.havingRootCause()
				.isInstanceOf(SQLException.class)
				.withMessageContaining("asked for a connection while 2 tests or set-ups of classes run in parallel "
						+ "(UnknownThreadCase.asksOnAWorkerOfNobody(), UnknownThreadCase.asksOnAWorkerOfNobody())")
				.withMessageContaining("agent.data.workers=1");
			meet("refused", 2);
		}

	}

	@AgentDataTest
	static class HandoverCase extends Case {

		@Autowired
		private TaskDecorator decorator;

		@RepeatedTest(2)
		@Isolated(Isolation.CLONE_METHOD)
		void sharesItsDatabaseWithItsTasks() throws Exception {
			meet("handover", 2);
			CompletableFuture.runAsync(this.decorator.decorate(() -> insert(1))).join();
			assertThat(rows()).isOne();
		}

		@RepeatedTest(2)
		@Isolated(Isolation.CLONE_METHOD)
		void sharesItsDatabaseWithItsThreads() throws Exception {
			meet("handover", 2);
			Thread thread = new Thread(() -> insert(1));
			thread.start();
			thread.join();
			assertThat(rows()).isOne();
		}

	}

}
