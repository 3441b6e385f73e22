// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark;

import java.nio.file.Path;

import io.agentdata.benchmark.process.Footprint;
import io.agentdata.benchmark.suite.SuiteResult;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a workload is really done. What it takes is not looked at.
 */
class SuiteRunnerTests {

	@TempDir
	private static Path cache;

	@TempDir
	private Path folder;

	@Test
	void runDoesAllTestsInEachFork() throws Exception {
		try (SuiteRunner runner = new SuiteRunner(this.folder, new Cache(cache))) {
			Measurement run = runner.run(Variant.CLONE_METHOD, Workload.SHORT.inForks(2).notingEach(2));
			assertThat(run.pss()).isPositive();
			assertThat(run.results()).hasSize(2).allSatisfy((result) -> {
				assertThat(result.tests()).hasSize(6);
				assertThat(result.server()).startsWith("PostgreSQL 17");
				assertThat(result.database()).isPositive();
				assertThat(result.first()).isPositive().isLessThanOrEqualTo(run.wall());
				assertThat(result.footprints()).hasSize(3).allSatisfy(SuiteRunnerTests::isWhole);
			});
		}
	}

	@Test
	@Tag("exhaustive")
	void runOnTheRunningServerMakesADatabaseForEachRun() throws Exception {
		try (SuiteRunner runner = new SuiteRunner(this.folder, new Cache(cache))) {
			Measurement run = runner.run(Variant.RUNNING,
					Workload.SHORT.inThreads(2).with(runner.migrations().ofNumber(3)));
			Measurement emptyRun = runner.run(Variant.RUNNING,
					Workload.SHORT.empty().with(runner.migrations().ofRows(1)));
			assertThat(run.pss()).isPositive();
			assertThat(run.result()).extracting(SuiteResult::server).isEqualTo(emptyRun.result().server());
		}
	}

	private static void isWhole(Footprint footprint) {
		assertThat(footprint.heap()).isPositive();
		assertThat(footprint.jvmHandles()).isPositive();
		assertThat(footprint.serverHandles()).isPositive();
		assertThat(footprint.processes()).isGreaterThan(1);
		assertThat(footprint.serverPss()).isPositive();
		assertThat(footprint.disk()).isPositive();
	}

}
