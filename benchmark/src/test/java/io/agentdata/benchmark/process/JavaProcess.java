// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A fresh JVM of the same installation, which does not outlive its owner's interest.
 */
public final class JavaProcess implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofMinutes(20);

	private static final int LAST_WORDS = 4000;

	private final Process process;

	private final Path log;

	private JavaProcess(Process process, Path log) {
		this.process = process;
		this.log = log;
	}

	/**
	 * Start a JVM.
	 * @param environment variables by name, which its servers inherit
	 * @param classPath folders and archives
	 * @param properties its system properties
	 * @param log the file that takes what it prints
	 * @param main the class to run, and its arguments
	 * @return the process
	 * @throws IOException if it cannot be started
	 */
	public static JavaProcess start(Map<String, String> environment, List<String> classPath,
			Map<String, String> properties, Path log, List<String> main) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx1g", "-cp",
						String.join(File.pathSeparator, classPath)));
		properties.forEach((name, value) -> command.add("-D%s=%s".formatted(name, value)));
		command.addAll(main);
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
		builder.environment().putAll(environment);
		return new JavaProcess(builder.start(), log);
	}

	/**
	 * Run a JVM to its end.
	 * @param environment variables by name
	 * @param classPath folders and archives
	 * @param log the file that takes what it prints
	 * @param main the class to run, and its arguments
	 * @throws IOException if the JVM fails, with the end of what it printed
	 * @throws InterruptedException if the wait is interrupted
	 */
	public static void run(Map<String, String> environment, List<String> classPath, Path log, List<String> main)
			throws IOException, InterruptedException {
		try (JavaProcess process = start(environment, classPath, Map.of(), log, main)) {
			process.await();
		}
	}

	/**
	 * Wait for the end.
	 * @throws IOException if the JVM fails, with the end of what it printed
	 * @throws InterruptedException if the wait is interrupted
	 */
	public void await() throws IOException, InterruptedException {
		if (!this.process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
			throw new IOException("no end within %d min: %s".formatted(PATIENCE.toMinutes(), this.log));
		}
		if (this.process.exitValue() != 0) {
			String text = Files.readString(this.log);
			throw new IOException("exit status %d: %s".formatted(this.process.exitValue(),
					text.substring(Math.max(0, text.length() - LAST_WORDS))));
		}
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
