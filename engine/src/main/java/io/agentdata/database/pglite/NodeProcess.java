// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.pglite;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.agentdata.database.process.Command;
import io.agentdata.database.process.Progress;
import io.agentdata.database.process.StallTimeout;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running Node with our script. Its standard input is a pipe that only the JVM writes
 * to: when the JVM ends, in whatever way, the kernel closes the pipe, and the script ends
 * Node. Nothing is written to a disk.
 */
final class NodeProcess {

	private static final Logger logger = LoggerFactory.getLogger(NodeProcess.class);

	private static final String ANSWER = "agent-data ";

	private static final String ENDED = "ended";

	private static final int LAST_WORDS = 30;

	private static final Duration WORTH_A_WORD = Duration.ofSeconds(20);

	private final Node node;

	private final Process process;

	private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

	private final Deque<String> log = new ArrayDeque<>();

	private final AtomicLong written = new AtomicLong();

	private volatile boolean ready;

	private volatile boolean stopping;

	private NodeProcess(Node node, Process process) {
		this.node = node;
		this.process = process;
	}

	/**
	 * Start Node with a script.
	 * @param input the first line of its standard input
	 */
	static NodeProcess start(Node node, String script, List<String> arguments, String input) {
		List<String> command = new ArrayList<>(List.of(node.program(), "--input-type=module", "--eval", script, "--"));
		command.addAll(arguments);
		try {
			NodeProcess started = new NodeProcess(node, Command.start(command));
			Command.inBackground(started::read);
			started.write(input);
			return started;
		}
		catch (IOException ex) {
			throw PgliteException.noNode(node.program(), String.valueOf(ex.getMessage()));
		}
	}

	/**
	 * Wait for the script to say that it takes connections.
	 * @param limit how long it may go without progress
	 * @return the port
	 */
	int awaitPort(Duration limit) {
		StallTimeout timeout = new StallTimeout(limit,
				() -> Progress.of(this.process.toHandle()).withOutput(this.written.get()));
		String answer = poll(timeout.period());
		while (answer == null) {
			if (timeout.isOver()) {
				stop();
				throw PgliteException.stalled(this.node, timeout, log());
			}
			answer = poll(timeout.period());
		}
		if (answer.equals(ENDED)) {
			throw PgliteException.notStarted(this.node, status(), log());
		}
		this.ready = true;
		return Integer.parseInt(answer.substring("ready ".length()));
	}

	/**
	 * Have the script do something, and wait until it is done.
	 * @param attempt what it does, in words
	 */
	synchronized void command(String command, String attempt) {
		requireAlive(attempt);
		write(command);
		String answer = poll(WORTH_A_WORD);
		while (answer == null) {
			logger.info("{} still waits for PGlite.", attempt);
			answer = poll(WORTH_A_WORD);
		}
		if (answer.equals(ENDED)) {
			throw PgliteException.ended(attempt, status(), log());
		}
		if (!answer.equals("done")) {
			throw new IllegalStateException("%s was to happen, and PGlite refused: %s".formatted(attempt, answer));
		}
	}

	void requireAlive(String attempt) {
		if (!this.process.isAlive()) {
			throw PgliteException.ended(attempt, status(), log());
		}
	}

	void stop() {
		this.stopping = true;
		this.process.destroyForcibly();
		status();
	}

	private void write(String line) {
		try {
			Writer writer = this.process.outputWriter(StandardCharsets.UTF_8);
			writer.write(line + "\n");
			writer.flush();
		}
		catch (IOException ex) {
			logger.debug("Node has ended, which its answer will tell as well", ex);
		}
	}

	private void read() {
		try (BufferedReader reader = this.process.inputReader(StandardCharsets.UTF_8)) {
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				if (line.startsWith(ANSWER)) {
					this.answers.add(line.substring(ANSWER.length()));
				}
				else {
					remember(line);
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		finally {
			int status = status();
			if (this.ready && !this.stopping) {
				logger.error("PGlite has ended with status {}. Its last words:\n{}", status, log());
			}
			this.answers.add(ENDED);
		}
	}

	private void remember(String line) {
		this.written.addAndGet(line.length());
		synchronized (this.log) {
			this.log.addLast(line);
			if (this.log.size() > LAST_WORDS) {
				this.log.removeFirst();
			}
		}
	}

	private String log() {
		synchronized (this.log) {
			return String.join("\n", this.log);
		}
	}

	private @Nullable String poll(Duration patience) {
		try {
			String answer = this.answers.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
			if (ENDED.equals(answer)) {
				this.answers.add(ENDED);
			}
			return answer;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("The thread was interrupted while it waited for PGlite.", ex);
		}
	}

	private int status() {
		try {
			return this.process.waitFor();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return -1;
		}
	}

}
