// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
	 * Run a program to its end. It is ended where nothing of it has moved for 30 seconds.
	 * @param command the program with its arguments
	 * @return how it ended
	 */
	public static Result run(String... command) {
		return run(List.of(command), PATIENCE);
	}

	/**
	 * Run a program to its end. It is ended, with all that it has started, where its CPU
	 * time, its output and its folders have not changed for too long.
	 * @param command the program with its arguments
	 * @param limit how long nothing may change
	 * @param folders where it writes to
	 * @return how it ended
	 */
	public static Result run(List<String> command, Duration limit, Path... folders) {
		try {
			Process process = start(command);
			try {
				process.getOutputStream().close();
				return await(process, limit, folders);
			}
			finally {
				end(process);
			}
		}
		catch (IOException ex) {
			return new Result(-1, String.valueOf(ex.getMessage()), false);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return new Result(-1, "interrupted", false);
		}
	}

	private static Result await(Process process, Duration limit, Path... folders) throws InterruptedException {
		ByteArrayOutputStream written = new ByteArrayOutputStream();
		// not in the common pool, whose few threads may all wait for this program
		CompletableFuture<Void> output = CompletableFuture.runAsync(() -> copy(process, written),
				Command::inBackground);
		StallTimeout timeout = new StallTimeout(limit,
				() -> Progress.of(process.toHandle(), folders).withOutput(written.size()));
		while (!process.waitFor(timeout.period().toMillis(), TimeUnit.MILLISECONDS)) {
			if (timeout.isOver()) {
				return new Result(-1, "%s%n%s".formatted(timeout, written.toString(StandardCharsets.UTF_8)).strip(),
						true);
			}
		}
		output.join();
		return new Result(process.exitValue(), written.toString(StandardCharsets.UTF_8).strip(), false);
	}

	private static void copy(Process process, OutputStream target) {
		try {
			process.getInputStream().transferTo(target);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * End a program that still runs, and what it has started, which would keep its output
	 * open.
	 */
	private static void end(Process process) {
		if (process.isAlive()) {
			List<ProcessHandle> started = process.descendants().toList();
			process.destroyForcibly();
			started.forEach(ProcessHandle::destroyForcibly);
			process.onExit().join();
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
	 * @param status its exit status, or -1 where it did not start or was ended
	 * @param output its standard output and standard error, stripped; why it has no
	 * status comes first
	 * @param stalled whether it was ended because nothing of it moved
	 */
	public record Result(int status, String output, boolean stalled) {

	}

}
