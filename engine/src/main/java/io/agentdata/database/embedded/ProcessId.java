// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

import io.agentdata.database.process.Command;
import io.agentdata.database.process.Progress;
import io.agentdata.database.process.StallTimeout;

/**
 * One process, told from another one that gets its number later on.
 *
 * @param pid its number
 * @param started when it began: in ticks of the kernel since the machine did, which no
 * correction of the clock moves, or where the kernel does not tell, in milliseconds since
 * 1970
 */
record ProcessId(long pid, long started) {

	private static final Path PROCESSES = Path.of("/proc");

	/**
	 * The fields after the program's name, which may hold blanks; see <a href=
	 * "https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html">proc_pid_stat</a>.
	 */
	private static final int START_TICKS = 19;

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	/**
	 * Return the JVM's own process.
	 */
	static ProcessId current() {
		return Self.ID;
	}

	static ProcessId of(ProcessHandle process) {
		return new ProcessId(process.pid(), started(process));
	}

	private static long started(ProcessHandle process) {
		String stat = read(PROCESSES.resolve(process.pid() + "/stat"));
		String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
		return (fields.length > START_TICKS) ? Long.parseLong(fields[START_TICKS])
				: process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
	}

	/**
	 * Return the build that the JVM is of: the process that has started it, past the
	 * shell that runs nothing else.
	 */
	static ProcessId build() {
		ProcessHandle build = ProcessHandle.current();
		Optional<ProcessHandle> parent = build.parent();
		while (parent.isPresent()) {
			build = parent.get();
			parent = isShellOfOneCommand(build) ? build.parent() : Optional.empty();
		}
		return of(build);
	}

	/**
	 * Return what tells the processes that can see each other from those of other hosts
	 * and containers, which may have the same folders.
	 * @return a few hexadecimal digits
	 */
	static String machine() {
		return Self.MACHINE;
	}

	private static String namespace() {
		try {
			return Files.readSymbolicLink(PROCESSES.resolve("self/ns/pid")).toString();
		}
		catch (IOException ex) {
			return "";
		}
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			return "";
		}
	}

	static ProcessId from(Properties properties, String name) {
		return new ProcessId(Long.parseLong(properties.getProperty(name + ".pid")),
				Long.parseLong(properties.getProperty(name + ".started")));
	}

	void addTo(Properties properties, String name) {
		properties.setProperty(name + ".pid", String.valueOf(this.pid));
		properties.setProperty(name + ".started", String.valueOf(this.started));
	}

	/**
	 * Return the process, where it is still there.
	 */
	Optional<ProcessHandle> find() {
		return ProcessHandle.of(this.pid).filter(ProcessHandle::isAlive).filter((found) -> equals(of(found)));
	}

	/**
	 * Tell the process to stop, and wait until it has; kill it where that makes no
	 * progress.
	 * @param signal what it is told, such as {@code QUIT}
	 */
	void stop(String signal) {
		find().ifPresent((process) -> {
			Command.run("kill", "-" + signal, String.valueOf(this.pid));
			StallTimeout timeout = new StallTimeout(PATIENCE, () -> Progress.of(process));
			while (isAliveAfter(timeout.period(), process)) {
				if (timeout.isOver()) {
					process.destroyForcibly();
				}
			}
		});
	}

	private static boolean isAliveAfter(Duration wait, ProcessHandle process) {
		return process.onExit().completeOnTimeout(process, wait.toMillis(), TimeUnit.MILLISECONDS).join().isAlive();
	}

	private static boolean isShellOfOneCommand(ProcessHandle process) {
		ProcessHandle.Info info = process.info();
		return info.command()
			.map(Path::of)
			.filter((command) -> command.getFileName().toString().endsWith("sh"))
			.isPresent()
				&& info.arguments().map(Arrays::asList).filter((arguments) -> arguments.contains("-c")).isPresent();
	}

	/**
	 * The JVM's own process and its machine, read once.
	 */
	private static final class Self {

		static final ProcessId ID = of(ProcessHandle.current());

		static final String MACHINE = "%08x"
			.formatted((read(PROCESSES.resolve("sys/kernel/hostname")) + namespace()).hashCode());

	}

}
