// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.agentdata.database.process.Command.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Command}, and {@link Progress} with it.
 */
class CommandTests {

	private static final String STEPS = "for step in 1 2 3 4 5 6 7 8; do sleep 0.25; %s; done; echo done";

	private static final Duration SHORTER_THAN_ALL_STEPS = Duration.ofMillis(1500);

	@TempDir
	Path folder;

	@Test
	void runReturnsStatusAndOutput() {
		assertThat(Command.run("sh", "-c", "echo out; echo err >&2; exit 3"))
			.isEqualTo(new Result(3, "out\nerr", false));
	}

	@Test
	void runWhenThereIsNoSuchProgram() {
		Result result = Command.run("/no/such/program");
		assertThat(result.status()).isEqualTo(-1);
		assertThat(result.output()).contains("/no/such/program");
	}

	@Test
	void runLeavesAProgramAloneThatWrites() {
		assertThat(shell(STEPS.formatted("echo $step"), SHORTER_THAN_ALL_STEPS).output()).endsWith("8\ndone");
	}

	@Test
	void runLeavesAProgramAloneWhoseFolderChanges() {
		assertThat(shell(STEPS.formatted("echo >>'%s/file'".formatted(this.folder)), SHORTER_THAN_ALL_STEPS))
			.isEqualTo(new Result(0, "done", false));
	}

	@Test
	void runLeavesAProgramAloneThatComputesThroughAnother() {
		Result result = Command.run(List.of("sh", "-c", "timeout 2 sh -c 'while :; do :; done'; echo done"),
				Duration.ofSeconds(1));
		assertThat(result).isEqualTo(new Result(0, "done", false));
	}

	@Test
	void runEndsAProgramThatStandsStillWithAllThatItHasStarted() throws Exception {
		Path pid = this.folder.resolve("pid");
		Result result = shell("sleep 100 & echo $! >'%s'; echo waiting; wait".formatted(pid), Duration.ofMillis(300));
		assertThat(result.status()).isEqualTo(-1);
		assertThat(result.stalled()).isTrue();
		assertThat(result.output()).matches(
				"nothing changed for 300 ms; seen last: \\d+ ms of CPU time, 8 bytes of output, 1 files of \\d+ bytes\\Rwaiting");
		ProcessHandle started = ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElse(null);
		if (started != null) {
			started.onExit().get(20, TimeUnit.SECONDS);
		}
	}

	private Result shell(String script, Duration limit) {
		return Command.run(List.of("sh", "-c", script), limit, this.folder);
	}

}
