// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The one place that starts processes. None of them sees the JVM's {@code PG*} variables
 * or locale.
 */
public final class Command {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private Command() {
	}

	/**
	 * Run a program to its end, for 30 seconds at most.
	 * @param command the program with its arguments
	 * @return its exit status, or -1 where it did not start or end in time; and all that
	 * it wrote
	 */
	public static Result run(String... command) {
		return run(List.of(command), PATIENCE);
	}

	/**
	 * Run a program to its end.
	 * @param command the program with its arguments
	 * @param timeout how long it may take
	 * @return its exit status, or -1 where it did not start or end in time; and all that
	 * it wrote
	 */
	public static Result run(List<String> command, Duration timeout) {
		try {
			Process process = start(command);
			process.getOutputStream().close();
			// not in the common pool, whose few threads may all wait for this program
			CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> output(process),
					Command::inBackground);
			if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
				process.destroyForcibly().waitFor();
				return new Result(-1, "no answer within %d ms%n%s".formatted(timeout.toMillis(), output.join()));
			}
			return new Result(process.exitValue(), output.join());
		}
		catch (IOException ex) {
			return new Result(-1, String.valueOf(ex.getMessage()));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return new Result(-1, "interrupted");
		}
	}

	/**
	 * Start a program whose standard error joins its standard output.
	 * @param command the program with its arguments
	 * @return the process, which the caller ends
	 * @throws IOException if it cannot be started
	 */
	public static Process start(List<String> command) throws IOException {
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
		builder.environment().keySet().removeIf((name) -> name.startsWith("PG"));
		builder.environment().put("LC_ALL", "C");
		return builder.start();
	}

	/**
	 * Run a task in a daemon thread of its own.
	 * @param task what to run
	 */
	public static void inBackground(Runnable task) {
		Thread thread = new Thread(task, "agent-data-server");
		thread.setDaemon(true);
		thread.start();
	}

	/**
	 * Read what a program writes, until it ends.
	 * @param process the program
	 * @return its output, stripped
	 */
	public static String output(Process process) {
		try {
			return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * How a program ended.
	 *
	 * @param status its exit status
	 * @param output its standard output and standard error, stripped
	 */
	public record Result(int status, String output) {

	}

}
