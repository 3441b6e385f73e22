// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark.suite;

import io.agentdata.database.DatabaseFactory;
import io.agentdata.test.AgentDataTest;
import io.agentdata.test.Isolation;
import org.junit.jupiter.api.TestTemplate;

import org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest;
import org.springframework.boot.jdbc.test.autoconfigure.AutoConfigureTestDatabase;
import org.springframework.boot.jdbc.test.autoconfigure.AutoConfigureTestDatabase.Replace;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * The same tests in each isolation. The cases differ in their annotation only.
 */
final class IsolationCases {

	private IsolationCases() {
	}

	/**
	 * Boot's own slice, as if the server were any other.
	 */
	@DataJpaTest(showSql = false)
	@AutoConfigureTestDatabase(replace = Replace.NONE)
	static class PlainCase extends IsolationCase {

		@DynamicPropertySource
		static void useTheServer(DynamicPropertyRegistry registry) {
			DatabaseFactory factory = IsolationBenchmark.factory();
			registry.add("spring.datasource.url", () -> factory.database("plain").config().url());
			registry.add("spring.datasource.username", () -> factory.database("plain").config().username());
			registry.add("spring.datasource.password", () -> factory.database("plain").config().password());
		}

		@TestTemplate
		void works(Work work) {
			perform(work);
		}

	}

	/**
	 * {@link Isolation#ROLLBACK}.
	 */
	@AgentDataTest(isolation = Isolation.ROLLBACK)
	static class RollbackCase extends IsolationCase {

		@TestTemplate
		void works(Work work) {
			perform(work);
		}

	}

	/**
	 * {@link Isolation#AUTO}.
	 */
	@AgentDataTest(isolation = Isolation.AUTO)
	static class AutoCase extends IsolationCase {

		@TestTemplate
		void works(Work work) {
			perform(work);
		}

	}

	/**
	 * {@link Isolation#RESET}.
	 */
	@AgentDataTest(isolation = Isolation.RESET)
	static class ResetCase extends IsolationCase {

		@TestTemplate
		void works(Work work) {
			perform(work);
		}

	}

	/**
	 * {@link Isolation#CLONE_METHOD}.
	 */
	@AgentDataTest(isolation = Isolation.CLONE_METHOD)
	static class CloneMethodCase extends IsolationCase {

		@TestTemplate
		void works(Work work) {
			perform(work);
		}

	}

	/**
	 * {@link Isolation#CLONE_CLASS}.
	 */
	@AgentDataTest(isolation = Isolation.CLONE_CLASS)
	static class CloneClassCase extends IsolationCase {

		@TestTemplate
		void works(Work work) {
			perform(work);
		}

	}

	/**
	 * {@link Isolation#NONE}.
	 */
	@AgentDataTest(isolation = Isolation.NONE)
	static class NoneCase extends IsolationCase {

		@TestTemplate
		void works(Work work) {
			perform(work);
		}

	}

}
