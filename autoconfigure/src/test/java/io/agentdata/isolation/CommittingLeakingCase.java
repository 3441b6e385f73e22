// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import io.agentdata.test.AgentDataTest;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Import;

/**
 * The same tests on a pool whose connections are in a transaction until somebody commits.
 */
@AgentDataTest(
		properties = { "logging.level.io.agentdata.isolation=off", "spring.datasource.hikari.auto-commit=false" })
@Import(LeakRecorder.class)
class CommittingLeakingCase extends LeakingCase {

	/**
	 * The store never commits what it writes, not even its table.
	 */
	@Test
	@Override
	void embeddingStore() {
		bulk();
	}

}
