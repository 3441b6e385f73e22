// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * What can be seen of programs at work. Two looks that differ in anything mean that they
 * have come further.
 *
 * @param cpuTime the CPU time of the processes that live, by the kernel's ticks of 10 ms
 * @param output how many bytes they have written to their output
 * @param files the number of files in their folders
 * @param bytes the sum of the files' sizes
 * @param changed when the youngest file was changed, in milliseconds since 1970
 */
public record Progress(Duration cpuTime, long output, long files, long bytes, long changed) {

	private static final Progress NONE = new Progress(Duration.ZERO, 0, 0, 0, 0);

	/**
	 * Look at a program and all that it has started.
	 * @param program its first process; {@code unshare} and {@code setpriv} become the
	 * program that they run
	 * @param folders where it writes to
	 * @return what is seen now
	 */
	public static Progress of(ProcessHandle program, Path... folders) {
		return of(Stream.concat(Stream.of(program), program.descendants()), folders);
	}

	/**
	 * Look at processes.
	 * @param processes the processes
	 * @param folders where they write to
	 * @return what is seen now
	 */
	public static Progress of(Stream<ProcessHandle> processes, Path... folders) {
		Duration cpuTime = processes.flatMap((process) -> process.info().totalCpuDuration().stream())
			.reduce(Duration.ZERO, Duration::plus);
		Progress seen = NONE;
		for (Path folder : folders) {
			if (Files.exists(folder)) {
				seen = seen.with(folder.toFile());
			}
		}
		return new Progress(cpuTime, 0, seen.files, seen.bytes, seen.changed);
	}

	/**
	 * Return the same with what was read of the programs' output.
	 * @param read how many bytes
	 * @return a copy
	 */
	public Progress withOutput(long read) {
		return new Progress(this.cpuTime, read, this.files, this.bytes, this.changed);
	}

	/**
	 * Add a file, or a folder with all that it holds. What vanishes meanwhile is no
	 * error.
	 */
	private Progress with(File file) {
		File[] entries = file.listFiles();
		if (entries == null) {
			return new Progress(this.cpuTime, this.output, this.files + 1, this.bytes + file.length(),
					Math.max(this.changed, file.lastModified()));
		}
		Progress seen = this;
		for (File entry : entries) {
			seen = seen.with(entry);
		}
		return seen;
	}

	/**
	 * Return it in words.
	 */
	@Override
	public String toString() {
		return "%s ms of CPU time, %s bytes of output, %s files of %s bytes".formatted(this.cpuTime.toMillis(),
				this.output, this.files, this.bytes);
	}

}
