// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark.suite;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the benchmark runs. What it measures is not looked at.
 */
@Tag("exhaustive")
class IsolationBenchmarkTests {

	@TempDir
	private Path folder;

	@Test
	void eachModeHasARowInTheTableOfEachWork() {
		List<Work> works = List.of(Work.THREE_MESSAGES, Work.TEN_TABLES, Work.SEEDED_TABLES);
		String text = new IsolationBenchmark(new Barrier(this.folder, 1), 1, 2).run(works, List.of(Mode.values()))
			.tables();
		assertThat(text).contains(works.stream().map(Work::label).toList());
		for (Mode mode : Mode.values()) {
			assertThat(text.split("\\| " + mode.label() + " \\|", -1)).as(mode.label()).hasSize(4);
		}
	}

}
