// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.util.Set;

import io.agentdata.test.Isolated;
import io.agentdata.test.Isolation;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatException;

/**
 * The same tests in a sandbox, where they leave nothing. Two of them do what no sandbox
 * can undo, and are refused.
 */
@Isolated(Isolation.SANDBOX)
class SandboxedLeakingCase extends LeakingCase {

	static final Set<String> REFUSED = Set.of("createIndexConcurrently", "preparedTransaction");

	@Test
	@Override
	void createIndexConcurrently() {
		assertThatException().isThrownBy(super::createIndexConcurrently)
			.withMessageContaining("cannot run inside a transaction block");
	}

	@Test
	@Override
	void preparedTransaction() {
		assertThatException().isThrownBy(super::preparedTransaction)
			.withMessageContaining("Use @Isolated(Isolation.CLONE_METHOD)");
	}

}
