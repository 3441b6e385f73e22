// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Test runs, each a JVM of its own that does what {@link WholeLife} does.
 *
 * @param temporary the folder of their servers
 * @param cache what they keep for each other
 */
record Runs(Path temporary, Path cache) {

	private static final int PATIENCE_SECONDS = 120;

	/**
	 * Start a run that shares the server with others of this build.
	 */
	Process startSharing(String... options) throws IOException {
		return WholeLife.jvm(List.of(options), this.temporary, this.cache).start();
	}

	/**
	 * Do a run that is a build by itself: its server does not wait for the next one.
	 * @return what it has said, {@link WholeLife#DONE} at the end
	 */
	String run(String... options) throws Exception {
		return output(alone(WholeLife.jvm(List.of(options), this.temporary, this.cache)).start());
	}

	/**
	 * Make a run a build by itself.
	 */
	static ProcessBuilder alone(ProcessBuilder jvm) {
		return by(List.of("timeout", String.valueOf(PATIENCE_SECONDS)), jvm);
	}

	/**
	 * Let a program start a run.
	 */
	static ProcessBuilder by(List<String> program, ProcessBuilder jvm) {
		return jvm.command(Stream.concat(program.stream(), jvm.command().stream()).toList());
	}

	/**
	 * Wait for the end of a run.
	 * @return what it has said
	 */
	static String output(Process jvm) throws Exception {
		String output = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
		assertThat(jvm.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
		return output;
	}

	/**
	 * Return the processes that have to do with the temporary folder, but the JVMs.
	 */
	List<ProcessHandle> processes() {
		return ProcessHandle.allProcesses()
			.filter((process) -> process.info()
				.commandLine()
				.filter((line) -> line.contains(this.temporary + "/agent-data-"))
				.isPresent())
			.toList();
	}

	/**
	 * Wait until no server of theirs is left.
	 */
	void awaitEnd() throws Exception {
		for (ProcessHandle process : processes()) {
			process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
		}
	}

	/**
	 * Check that nothing is left but what is kept on purpose.
	 */
	void assertNothingIsLeft() throws Exception {
		awaitEnd();
		try (Stream<Path> left = Files.walk(this.temporary, 3)) {
			assertThat(left).containsExactly(this.temporary);
		}
		assertThat(files(this.cache.resolve("servers"))).allMatch((file) -> file.endsWith("lock"));
		assertThat(images()).noneMatch(ClusterImage::isPartial);
	}

	/**
	 * Return the images of clusters that are kept, and those that were begun.
	 */
	List<Path> images() throws IOException {
		return files(this.cache.resolve("clusters"));
	}

	/**
	 * Return what a folder holds, if there is one.
	 */
	static List<Path> files(Path directory) throws IOException {
		if (!Files.isDirectory(directory)) {
			return List.of();
		}
		try (Stream<Path> files = Files.list(directory)) {
			return files.toList();
		}
	}

}
