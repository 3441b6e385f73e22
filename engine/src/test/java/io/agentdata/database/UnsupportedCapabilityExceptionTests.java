// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UnsupportedCapabilityException}.
 */
class UnsupportedCapabilityExceptionTests {

	@Test
	void messageNamesTheEnginesThatHaveIt() {
		assertThat(new UnsupportedCapabilityException("A snapshot", Capability.CLONE, Engine.PGLITE))
			.hasMessageContaining("A snapshot takes the capability CLONE, which the engine PGLITE does not have.")
			.hasMessageContaining("Use an engine that has it: agent.data.engine=embedded or "
					+ "agent.data.engine=container or agent.data.engine=external or agent.data.engine=h2.");
	}

	@Test
	void messageOfAServerWithoutPgvectorSaysToInstallIt() {
		assertThat(new UnsupportedCapabilityException("A search", Capability.VECTOR, Engine.EXTERNAL).remedies())
			.containsExactly("Install pgvector on the server of this engine.",
					"Use an engine that has it: agent.data.engine=embedded or agent.data.engine=container or "
							+ "agent.data.engine=pglite or agent.data.engine=h2.");
	}

}
