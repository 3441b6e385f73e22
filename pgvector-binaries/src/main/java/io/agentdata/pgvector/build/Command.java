// SPDX-License-Identifier: Apache-2.0

package io.agentdata.pgvector.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs a program of the machine to its end.
 */
final class Command {

	private static final Duration LIMIT = Duration.ofMinutes(2);

	private Command() {
	}

	/**
	 * Runs a program with messages in English. It is stopped, with the processes that it
	 * started, after two minutes or when the thread is interrupted.
	 * @param directory the working directory, which also gets a file with the output
	 * @param command the program with its arguments
	 * @return the lines that it wrote, standard output and error together
	 * @throws IOException if it could not be started, was stopped, or ended with another
	 * exit code than 0
	 */
	static List<String> run(Path directory, List<String> command) throws IOException {
		return run(directory, command, LIMIT);
	}

	static List<String> run(Path directory, List<String> command, Duration limit) throws IOException {
		Path output = Files.createTempFile(directory, "output", ".log");
		ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(output.toFile());
		builder.environment().put("LC_ALL", "C");
		Process process = builder.start();
		try {
			process.getOutputStream().close();
			if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
				throw new IOException(
						"`%s` did not end within %d seconds".formatted(String.join(" ", command), limit.toSeconds()));
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException("`%s` was interrupted".formatted(String.join(" ", command)), ex);
		}
		finally {
			process.descendants().forEach(ProcessHandle::destroyForcibly);
			process.destroyForcibly();
		}
		List<String> lines = new String(Files.readAllBytes(output), StandardCharsets.UTF_8).lines().toList();
		if (process.exitValue() != 0) {
			throw new IOException("`%s` ended with exit code %d: %s".formatted(String.join(" ", command),
					process.exitValue(), error(lines)));
		}
		return lines;
	}

	private static String error(List<String> lines) {
		return lines.stream()
			.filter((line) -> line.startsWith("E: ") || line.contains("error: "))
			.findFirst()
			.orElseGet(() -> lines.isEmpty() ? "it said nothing" : lines.get(lines.size() - 1))
			.replaceAll("//[^/@\\s]+@", "//")
			.trim();
	}

}
