// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark.suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Point at which JVMs wait for each other, so that they do the same at the same time.
 */
final class Barrier {

	private static final Duration PATIENCE = Duration.ofMinutes(5);

	private final Path folder;

	private final int parties;

	private int passed;

	/**
	 * Describe a barrier.
	 * @param folder an empty folder that all parties have in common
	 * @param parties the number of JVMs
	 */
	Barrier(Path folder, int parties) {
		this.folder = folder;
		this.parties = parties;
	}

	/**
	 * Wait until all others have come as often as this JVM.
	 */
	void pass() {
		try {
			Path step = Files.createDirectories(this.folder.resolve(String.valueOf(this.passed++)));
			Files.createFile(step.resolve(String.valueOf(ProcessHandle.current().pid())));
			long begin = System.nanoTime();
			while (step.toFile().list().length < this.parties) {
				if (System.nanoTime() - begin > PATIENCE.toNanos()) {
					throw new IllegalStateException("Another JVM of the benchmark has ended.");
				}
				TimeUnit.MILLISECONDS.sleep(1);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
