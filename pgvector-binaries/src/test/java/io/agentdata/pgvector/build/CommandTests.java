// SPDX-License-Identifier: Apache-2.0

package io.agentdata.pgvector.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link Command}.
 */
@DisabledOnOs(OS.WINDOWS)
class CommandTests {

	@TempDir
	Path folder;

	@Test
	void runReturnsTheLinesOfBothStreams() throws IOException {
		assertThat(run("echo one; echo two >&2; echo $LC_ALL")).containsExactly("one", "two", "C");
	}

	@Test
	void runWhenItFailsNamesTheFirstErrorWithoutCredentials() {
		assertThatIOException()
			.isThrownBy(() -> run("echo first; echo 'E: no http://me:secret@mirror.example/x'; exit 7"))
			.withMessageEndingWith("ended with exit code 7: E: no http://mirror.example/x");
	}

	@Test
	void runWhenItFailsWithoutWordsSaysSo() {
		assertThatIOException().isThrownBy(() -> run("exit 1")).withMessageEndingWith("exit code 1: it said nothing");
	}

	@Test
	void runWhenItStandsStillStopsItWithItsChildren() throws IOException {
		Path child = this.folder.resolve("child");
		assertThatIOException()
			.isThrownBy(() -> Command.run(this.folder,
					List.of("sh", "-c", "sleep 600 & echo $! > '" + child + "'; wait"), Duration.ofSeconds(1)))
			.withMessageEndingWith("made no progress for 1 seconds");
		long id = Long.parseLong(Files.readString(child).trim());
		Awaitility.await().until(() -> ProcessHandle.of(id).flatMap((process) -> process.info().command()).isEmpty());
	}

	@Test
	void runWhenItIsSlowAndWritesWaits() throws IOException {
		String steps = "for step in 1 2 3 4 5 6 7 8; do sleep 0.25; echo $step; done";
		assertThat(Command.run(this.folder, List.of("sh", "-c", steps), Duration.ofMillis(1500))).endsWith("8");
	}

	@Test
	void runWhenProgramIsAbsentSaysWhich() {
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> Command.run(this.folder, List.of("no-such-program")))
			.withMessageContaining("no-such-program");
	}

	private List<String> run(String script) throws IOException {
		return Command.run(this.folder, List.of("sh", "-c", script));
	}

}
