// SPDX-License-Identifier: Apache-2.0
package io.agentdata.test;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import jakarta.persistence.EntityManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.transaction.TestTransaction;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

/**
 * Tests for each {@link Isolation}.
 */
class IsolationModesTests {

	private static final Set<ApplicationContext> CONTEXTS = ConcurrentHashMap.newKeySet();

	private static final List<Long> IDS = new CopyOnWriteArrayList<>();

	@BeforeEach
	void forget() {
		CONTEXTS.clear();
		IDS.clear();
	}

	@Test
	void modesShareOneContext() {
		assertSucceeds(AutoCase.class, CloneMethodCase.class, CloneClassCase.class, ResetCase.class, NoneCase.class,
				AutoCase.class);
		assertThat(CONTEXTS).hasSize(1);
	}

	@Test
	void aCloneUndoesSequencesAndWhatHibernateTookFromThem() {
		assertSucceeds(SequenceCase.class);
		assertThat(IDS).hasSize(180).startsWith(1L, 2L, 3L);
		assertThat(IDS.subList(0, 60)).doesNotHaveDuplicates()
			.isEqualTo(IDS.subList(60, 120))
			.isEqualTo(IDS.subList(120, 180));
	}

	@Test
	void sequencesBeginAnewWhereThatIsAskedFor() {
		assertSucceeds(ResetSequencesCase.class);
		assertThat(IDS).containsExactly(1L, 2L, 1L, 2L, 1L, 2L);
	}

	@Test
	void theSetUpOfAClassIsForItsTestsOnly() {
		assertSucceeds(ClassSetUpCase.class, AutoCase.class, ClassSetUpCase.class);
	}

	@Test
	void aLeakFailsTheTestWhereThatIsAskedFor() {
		assertThat(failures(FailOnLeakCase.class)).singleElement()
			.asString()
			.contains("A test has left changes behind.")
			.contains("FailOnLeakCase.leaks() committed beside its transaction, which is rolled back:")
			.contains("public.numbered_note: 1 row inserted");
	}

	@Test
	void aLeakStaysWhereThatIsAskedFor() {
		assertSucceeds(WarnOnLeakCase.class);
	}

	@Test
	void aDeferredConstraintFailsTheTestBeforeTheRollback() {
		assertThat(failures(ConstraintCase.class)).singleElement()
			.asString()
			.contains("What a test has done could not be committed.")
			.contains("ConstraintCase.violates() is rolled back.")
			.contains("as a commit would; that failed: ERROR: insert or update on table")
			.contains("child_parent_fkey")
			.contains(" - agent.data.verify-constraints=false switches the check off.");
	}

	@Test
	void anUnknownIsolationNamesTheKnownOnes() {
		assertThat(failures(UnknownIsolationCase.class)).singleElement()
			.asString()
			.contains("agent.data.isolation")
			.contains("auto, rollback, reset, clone-method, clone-class, none");
	}

	@Test
	void anotherPoolIsRefused() {
		assertThat(failures(OtherPoolCase.class)).singleElement()
			.asString()
			.contains("Tests cannot be isolated with this connection pool.")
			.contains("The DataSource is a org.springframework.jdbc.datasource.SimpleDriverDataSource.")
			.contains("add com.zaxxer:HikariCP");
	}

	@Test
	void fewerWorkersThanOneAreRefused() {
		assertThat(failures(NoWorkerCase.class)).singleElement()
			.asString()
			.contains("agent.data.workers")
			.contains("Tests need 1 database or more.");
	}

	private static void assertSucceeds(Class<?>... cases) {
		for (Class<?> testCase : cases) {
			assertThat(failures(testCase)).as(testCase.getSimpleName()).isEmpty();
		}
	}

	private static List<String> failures(Class<?> testCase) {
		EngineExecutionResults results = EngineTestKit.engine("junit-jupiter")
			.selectors(selectClass(testCase))
			.execute();
		assertThat(results.testEvents().started().count()).isPositive();
		return results.testEvents()
			.failed()
			.stream()
			.map((event) -> messages(event.getRequiredPayload(TestExecutionResult.class).getThrowable().orElseThrow()))
			.toList();
	}

	private static String messages(Throwable failure) {
		return failure.getMessage() + ((failure.getCause() != null) ? "\n" + messages(failure.getCause()) : "");
	}

	abstract static class Case {

		@Autowired
		JdbcClient jdbc;

		@Autowired
		void count(ApplicationContext context) {
			CONTEXTS.add(context);
		}

		void insert() {
			this.jdbc.sql("INSERT INTO numbered_note VALUES (1)").update();
		}

		int rows() {
			return this.jdbc.sql("SELECT count(*) FROM numbered_note").query(Integer.class).single();
		}

	}

	@AgentDataTest
	static class AutoCase extends Case {

		@RepeatedTest(2)
		void isRolledBack() {
			assertThat(TestTransaction.isActive()).isTrue();
			assertThat(rows()).isZero();
			insert();
		}

		@RepeatedTest(2)
		@Isolated(Isolation.CLONE_METHOD)
		void isClonedByItsOwnWish() {
			assertThat(rows()).isZero();
			insert();
		}

	}

	@AgentDataTest(isolation = Isolation.RESET)
	static class ResetCase extends Case {

		@RepeatedTest(2)
		void isUndone() {
			assertThat(rows()).isZero();
			insert();
		}

	}

	@AgentDataTest(isolation = Isolation.CLONE_METHOD)
	static class CloneMethodCase extends Case {

		@RepeatedTest(5)
		void commitsAndIsUndone() {
			assertThat(TestTransaction.isActive()).isFalse();
			assertThat(rows()).isZero();
			insert();
		}

	}

	@AgentDataTest(isolation = Isolation.CLONE_CLASS)
	@TestMethodOrder(MethodOrderer.MethodName.class)
	static class CloneClassCase extends Case {

		@Test
		void firstInserts() {
			assertThat(rows()).isZero();
			insert();
		}

		@Test
		void secondSeesTheRow() {
			assertThat(rows()).isOne();
		}

	}

	@AgentDataTest(isolation = Isolation.NONE)
	@TestMethodOrder(MethodOrderer.MethodName.class)
	static class NoneCase extends Case {

		@Test
		void firstInserts() {
			insert();
		}

		@Test
		void secondSeesTheRow() {
			assertThat(rows()).isOne();
		}

	}

	@AgentDataTest(isolation = Isolation.CLONE_METHOD)
	static class SequenceCase extends Case {

		@Autowired
		private EntityManager entityManager;

		@Autowired
		private PlatformTransactionManager transactions;

		@RepeatedTest(3)
		void takesIdsBeyondABlock() {
			new TransactionTemplate(this.transactions).executeWithoutResult((status) -> {
				for (int row = 0; row < 60; row++) {
					NumberedNote note = new NumberedNote();
					this.entityManager.persist(note);
					IDS.add(note.id);
				}
			});
		}

	}

	@AgentDataTest
	static class ResetSequencesCase extends Case {

		@Autowired
		private EntityManager entityManager;

		@RepeatedTest(3)
		@Isolated(resetSequences = true)
		void takesTheFirstIds() {
			for (int row = 0; row < 2; row++) {
				NumberedNote note = new NumberedNote();
				this.entityManager.persist(note);
				IDS.add(note.id);
			}
		}

	}

	@AgentDataTest
	static class ClassSetUpCase extends Case {

		@BeforeAll
		static void insertForAll(@Autowired JdbcClient jdbc) {
			jdbc.sql("INSERT INTO numbered_note VALUES (42)").update();
		}

		@RepeatedTest(2)
		void seesTheRow() {
			assertThat(rows()).isOne();
			insert();
		}

		@RepeatedTest(2)
		@Isolated(Isolation.CLONE_METHOD)
		void seesTheRowInAClone() {
			assertThat(rows()).isOne();
			insert();
		}

	}

	@AgentDataTest(properties = { "agent.data.on-leak=fail", "logging.level.io.agentdata.isolation=off" })
	@TestMethodOrder(MethodOrderer.MethodName.class)
	static class FailOnLeakCase extends Case {

		@Autowired
		private PlatformTransactionManager transactions;

		@Test
		void leaks() {
			TestTransaction.end();
			new TransactionTemplate(this.transactions).executeWithoutResult((status) -> insert());
		}

		@Test
		void next() {
			assertThat(rows()).isZero();
		}

	}

	@AgentDataTest(properties = { "agent.data.on-leak=warn", "logging.level.io.agentdata.isolation=off" })
	@TestMethodOrder(MethodOrderer.MethodName.class)
	static class WarnOnLeakCase extends Case {

		@Test
		void leaks() {
			TestTransaction.end();
			insert();
		}

		@Test
		void next() {
			assertThat(rows()).isOne();
		}

	}

	@AgentDataTest
	static class ConstraintCase extends Case {

		@Test
		void violates() {
			this.jdbc.sql("CREATE TABLE parent (id int PRIMARY KEY)").update();
			this.jdbc.sql("CREATE TABLE child (parent int REFERENCES parent DEFERRABLE INITIALLY DEFERRED)").update();
			this.jdbc.sql("INSERT INTO child VALUES (1)").update();
		}

		@Test
		void isRight() {
			insert();
		}

	}

	@AgentDataTest(properties = "agent.data.isolation=docker")
	static class UnknownIsolationCase extends Case {

		@Test
		void neverRuns() {
		}

	}

	@AgentDataTest(properties = "spring.datasource.type=org.springframework.jdbc.datasource.SimpleDriverDataSource")
	static class OtherPoolCase extends Case {

		@Test
		void neverRuns() {
		}

	}

	@AgentDataTest(properties = "agent.data.workers=0")
	static class NoWorkerCase extends Case {

		@Test
		void neverRuns() {
		}

	}

}
