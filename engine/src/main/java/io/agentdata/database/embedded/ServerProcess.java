// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.agentdata.database.process.Command;
import io.agentdata.database.process.Progress;
import io.agentdata.database.process.StallTimeout;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running server and the shell that watches over it. The shell reads from a pipe that
 * only the JVM writes to: when the JVM ends, in whatever way, the kernel closes the pipe.
 * Other JVMs that use the server have another pipe open, which has a name. When nobody
 * has either open, the shell stops the server and removes its folder; it waits a while
 * before that for the next module of a build that still runs. A server that has just
 * begun does not heed signals yet, so it is told more than once. A server with databases
 * that outlive the JVMs is left alone; the shell then only removes the folder after it.
 */
final class ServerProcess {

	private static final Logger logger = LoggerFactory.getLogger(ServerProcess.class);

	private static final String WATCH = """
			directory=$1
			record=$2
			build=$3
			shift 3
			# a message of this shell's own, when nobody reads it any more, would end it
			trap '' HUP INT TERM PIPE
			[ -z "$build" ] || mkfifo -m 600 "$directory/lifeline" || exit 1
			exec 3<&0
			"$@" </dev/null >"$directory/postgres.log" 2>&1 3<&- &
			server=$!
			{
				# both ends are open for a moment: to open one alone would wait for the other
				[ -z "$build" ] || exec 5<>"$directory/lifeline" 4<"$directory/lifeline" 5>&-
				while read -r line; do
					[ "$line" = stop ] && build= && break
				done
				idle=0
				while [ -n "$build" ]; do
					# a JVM that comes writes a line, and keeps the pipe open
					if read -r line <&4; then
						idle=0
					elif [ "$idle" -lt 8 ] && kill -0 "$build"; then
						idle=$((idle + 1))
						sleep 0.5
					elif [ -e "$directory/kept" ]; then
						break
					else
						rm -f "$record"
						# one that came before this is served on; none comes after it
						read -r line <&4 || break
					fi
				done
				[ -e "$directory/kept" ] && exit 0
				for attempt in 1 2 3 4 5 6 7 8 9 10; do
					kill -QUIT "$server"
					sleep 0.2
				done
				kill -KILL "$server"
			} <&3 >/dev/null 2>&1 &
			reader=$!
			wait "$server"
			status=$?
			# a reader that has ended long ago may have left its number to another process
			[ -e "$directory/kept" ] || kill -KILL "$reader" 2>/dev/null
			[ -e "$directory/copied" ] && exit "$status"
			tail -n 30 "$directory/postgres.log"
			rm -rf "$directory"
			[ -z "$record" ] || rm -f "$record"
			exit "$status"
			""";

	private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);

	private static final long POLL_NANOS = Duration.ofMillis(1).toNanos();

	private static final int STATUS_LINE = 7;

	private final Process shell;

	private final Cluster cluster;

	private ServerProcess(Process shell, Cluster cluster) {
		this.shell = shell;
		this.cluster = cluster;
	}

	/**
	 * Start the server on an initialised cluster, and wait until it takes connections.
	 * @param port the TCP port of that address
	 * @param limit how long it may go without progress
	 * @param watched what the shell keeps an eye on besides the JVM
	 * @throws ServerStartException if it does not; it is stopped, and the cluster's
	 * folder removed
	 * @throws IOException if the shell cannot be started
	 */
	static ServerProcess start(PostgresHome home, Cluster cluster, LaunchUser user, Loopback loopback, int port,
			Duration limit, Watched watched) throws IOException {
		List<String> command = new ArrayList<>(List.of("sh", "-c", WATCH, "agent-data", cluster.directory().toString(),
				watched.record(), watched.build()));
		command.addAll(user.command(List.of(home.program("postgres"), "-D", cluster.data().toString(), "-p",
				String.valueOf(port), "-h", loopback.address())));
		ServerProcess process = new ServerProcess(Command.start(command), cluster);
		process.awaitReady(home, port, limit);
		return process;
	}

	boolean isAlive() {
		return this.shell.isAlive();
	}

	ProcessId watch() {
		return ProcessId.of(this.shell.toHandle());
	}

	/**
	 * Return the server's first process.
	 */
	ProcessId postmaster() {
		try {
			long pid = Long.parseLong(Files.readAllLines(pidFile()).get(0).strip());
			return ProcessHandle.of(pid).map(ProcessId::of).orElseGet(() -> new ProcessId(pid, 0));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The server has no file with its number", ex);
		}
	}

	/**
	 * Stop the server and remove its folder.
	 */
	void stop() throws IOException {
		try (OutputStream input = this.shell.getOutputStream()) {
			input.write("stop\n".getBytes(StandardCharsets.US_ASCII));
		}
		catch (IOException ex) {
			logger.debug("The shell has ended before", ex);
		}
		try {
			StallTimeout timeout = new StallTimeout(STOP_PATIENCE, this::progress);
			while (!this.shell.waitFor(timeout.period().toMillis(), TimeUnit.MILLISECONDS)) {
				if (timeout.isOver()) {
					this.shell.descendants().forEach(ProcessHandle::destroyForcibly);
					this.shell.destroyForcibly();
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		Directories.delete(this.cluster.directory());
	}

	private void awaitReady(PostgresHome home, int port, Duration limit) throws IOException {
		StallTimeout timeout = new StallTimeout(limit, this::progress);
		while (!isReady()) {
			if (!this.shell.isAlive()) {
				String log = Command.output(this.shell);
				throw log.contains("Address already in use") ? ServerStartException.portTaken(port, log)
						: ServerStartException.died(home, this.shell.exitValue(), log);
			}
			if (timeout.isOver()) {
				String log = this.cluster.readLog();
				stop();
				throw ServerStartException.stalled(home, timeout, log);
			}
			LockSupport.parkNanos(POLL_NANOS);
		}
	}

	/**
	 * Look at the server, whose log is in its folder.
	 */
	private Progress progress() {
		return Progress.of(this.shell.toHandle(), this.cluster.directory());
	}

	/**
	 * Ask the file that the server keeps for {@code pg_ctl}; see <a href=
	 * "https://www.postgresql.org/docs/17/storage-file-layout.html">postmaster.pid</a>.
	 */
	private boolean isReady() {
		try {
			List<String> lines = Files.readAllLines(pidFile());
			return lines.size() > STATUS_LINE && lines.get(STATUS_LINE).startsWith("ready");
		}
		catch (IOException ex) {
			return false;
		}
	}

	private Path pidFile() {
		return this.cluster.data().resolve("postmaster.pid");
	}

	/**
	 * What the shell keeps an eye on besides the JVM that has started it.
	 *
	 * @param record the file that tells other JVMs of the server, which goes with it, or
	 * the empty text for none
	 * @param build the number of the process whose JVMs share the server, or the empty
	 * text for a server that ends with its JVM
	 */
	record Watched(String record, String build) {

		static final Watched JVM = new Watched("", "");

		static Watched of(@Nullable Path record, boolean shared) {
			return (record != null)
					? new Watched(record.toString(), shared ? String.valueOf(ProcessId.build().pid()) : "") : JVM;
		}

	}

}
