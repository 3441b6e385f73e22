// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.util.List;

import io.agentdata.test.Isolated;
import io.agentdata.test.Isolation;

import org.springframework.test.context.TestPropertySource;
import org.springframework.transaction.annotation.Transactional;

/**
 * Tests that look at an H2, in each mode.
 */
final class H2ObserverCases {

	private H2ObserverCases() {
	}

	@TestPropertySource(properties = { "agent.data.engine=h2", "spring.flyway.locations=classpath:db/observer/common" })
	static class Fresh extends ObserverCase.FreshCase {

		@Override
		Observer observer() {
			return new H2Observer();
		}

	}

	@TestPropertySource(properties = { "agent.data.engine=h2", "spring.flyway.locations=classpath:db/observer/common" })
	abstract static class Case extends ObserverCase.RandomCase {

		@Override
		Observer observer() {
			return new H2Observer();
		}

		@Override
		List<? extends Work> choice() {
			return List.of(H2Work.values());
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
