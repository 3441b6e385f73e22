// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark.suite;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the benchmark runs. What it measures is not looked at.
 */
@Tag("exhaustive")
class IsolationBenchmarkTests {

	@Test
	void eachModeHasARowInEachTable() {
		String text = new IsolationBenchmark(1, 2).run();
		for (Mode mode : Mode.values()) {
			assertThat(text.split("\\| " + mode.label() + " \\|", -1)).as(mode.label()).hasSize(3);
		}
	}

}
