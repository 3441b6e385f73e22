// SPDX-License-Identifier: Apache-2.0

package io.agentdata.pgvector.build;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs a program of the machine to its end.
 */
final class Command {

	private static final Duration LIMIT = Duration.ofMinutes(2);

	private static final int LOOKS = 4;

	private Command() {
	}

	/**
	 * Runs a program with messages in English. It is stopped, with the processes that it
	 * started, when nothing of it has moved for two minutes, or the thread is
	 * interrupted.
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
			if (isStalled(process, directory, limit)) {
				throw new IOException(
						"`%s` made no progress for %s seconds".formatted(String.join(" ", command), limit.toSeconds()));
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
			throw new IOException("`%s` ended with exit code %s: %s".formatted(String.join(" ", command),
					process.exitValue(), error(lines)));
		}
		return lines;
	}

	/**
	 * Waits for the end. A download may take as long as it has to: CPU time of the
	 * processes, and what they write to the directory, tell that it moves.
	 * @return whether nothing has changed for as long as the limit
	 */
	private static boolean isStalled(Process process, Path directory, Duration limit) throws InterruptedException {
		String seen = "";
		int unchanged = 0;
		while (!process.waitFor(limit.toMillis() / LOOKS, TimeUnit.MILLISECONDS)) {
			String present = cpuTime(process) + " " + size(directory.toFile());
			unchanged = present.equals(seen) ? unchanged + 1 : 0;
			seen = present;
			if (unchanged == LOOKS) {
				return true;
			}
		}
		return false;
	}

	private static Duration cpuTime(Process process) {
		return Stream.concat(Stream.of(process.toHandle()), process.descendants())
			.flatMap((running) -> running.info().totalCpuDuration().stream())
			.reduce(Duration.ZERO, Duration::plus);
	}

	private static long size(File file) {
		File[] entries = file.listFiles();
		return (entries != null) ? Stream.of(entries).mapToLong(Command::size).sum() : file.length();
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
