// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import io.agentdata.test.Isolated;
import io.agentdata.test.Isolation;
import org.junit.jupiter.api.Test;

/**
 * The same tests without a test-managed transaction: each commits, and is put back.
 */
@Isolated(Isolation.RESET)
class ResettingLeakingCase extends LeakingCase {

	/**
	 * There is no test-managed transaction that could be committed.
	 */
	@Test
	@Override
	void ownCommit() {
		connectionOfItsOwn();
	}

}
