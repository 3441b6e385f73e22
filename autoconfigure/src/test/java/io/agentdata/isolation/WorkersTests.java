// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.util.List;
import java.util.function.Supplier;

import io.agentdata.database.Engine;
import org.junit.jupiter.api.Test;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Workers}.
 */
class WorkersTests {

	@Test
	void thereIsOneForEach128MegabytesOfMemory() {
		assertThat(Workers.byMemory(DataSize.ofMegabytes(10))).isOne();
		assertThat(Workers.byMemory(DataSize.ofMegabytes(300))).isEqualTo(2);
		assertThat(Workers.byMemory(DataSize.ofGigabytes(64))).isEqualTo(4);
	}

	@Test
	void theUsersNumberIsTaken() {
		assertThat(Workers.allowed(9, Engine.EMBEDDED, List.of())).isEqualTo(9);
	}

	@Test
	void testsTakeTurnsWhereTheEngineMakesNoCopies() {
		assertThat(Workers.allowed(9, Engine.PGLITE, List.of())).isOne();
	}

	@Test
	void testsTakeTurnsWhereTheApplicationKeepsRows() {
		assertThat(Workers.allowed(9, Engine.EMBEDDED, List.of(new Memory()))).isOne();
	}

	private static final class Memory implements StateInMemory {

		@Override
		public void forgetRows(Lane lane) {
		}

		@Override
		public void keepApart(Supplier<Lane> lanes) {
		}

		@Override
		public void forgetSequences(Lane lane) {
		}

		@Override
		public boolean keepsRows() {
			return true;
		}

	}

}
