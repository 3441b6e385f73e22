// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark.suite;

import io.agentdata.database.DatabaseFactory;
import io.agentdata.test.AgentDataTest;
import org.junit.jupiter.api.TestTemplate;

import org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest;
import org.springframework.boot.jdbc.test.autoconfigure.AutoConfigureTestDatabase;
import org.springframework.boot.jdbc.test.autoconfigure.AutoConfigureTestDatabase.Replace;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * The same tests, rolled back by Spring alone and with us.
 */
final class RecallCases {

	private RecallCases() {
	}

	/**
	 * Boot's own slice, as if the server were any other.
	 */
	@DataJpaTest(showSql = false)
	@AutoConfigureTestDatabase(replace = Replace.NONE)
	static class PlainCase extends RecallCase {

		@DynamicPropertySource
		static void useTheServer(DynamicPropertyRegistry registry) {
			DatabaseFactory factory = RecallBenchmark.factory();
			registry.add("spring.datasource.url", () -> factory.database("plain").config().url());
			registry.add("spring.datasource.username", () -> factory.database("plain").config().username());
			registry.add("spring.datasource.password", () -> factory.database("plain").config().password());
		}

		@TestTemplate
		void recallsNearest() {
			recallNearest();
		}

	}

	/**
	 * {@link io.agentdata.test.Isolation#AUTO}.
	 */
	@AgentDataTest
	static class AutoCase extends RecallCase {

		@TestTemplate
		void recallsNearest() {
			recallNearest();
		}

	}

}
