// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.util.List;

import io.agentdata.test.Isolated;
import io.agentdata.test.Isolation;

import org.springframework.test.context.TestPropertySource;
import org.springframework.transaction.annotation.Transactional;

/**
 * Tests that look at a PostgreSQL, in each mode.
 */
final class PostgresObserverCases {

	private PostgresObserverCases() {
	}

	@TestPropertySource(
			properties = "spring.flyway.locations=classpath:db/observer/common,classpath:db/observer/postgresql")
	static class Fresh extends ObserverCase.FreshCase {

		@Override
		Observer observer() {
			return new PostgresObserver();
		}

	}

	@TestPropertySource(
			properties = "spring.flyway.locations=classpath:db/observer/common,classpath:db/observer/postgresql")
	abstract static class Case extends ObserverCase.RandomCase {

		@Override
		Observer observer() {
			return new PostgresObserver();
		}

		@Override
		List<? extends Work> choice() {
			return List.of(PostgresWork.values());
		}

	}

	@Transactional
	static class Auto extends Case {

	}

	@Transactional
	@Isolated(Isolation.ROLLBACK)
	static class Rollback extends Case {

	}

	@Isolated(Isolation.RESET)
	static class Reset extends Case {

		@Override
		Observation compared(Observation observation) {
			return observation;
		}

	}

}
