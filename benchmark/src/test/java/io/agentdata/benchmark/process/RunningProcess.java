// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A process as Linux describes it. What it says of one that has ended meanwhile is empty,
 * or zero.
 *
 * @param folder its folder below {@code /proc}
 * @see <a href="https://man7.org/linux/man-pages/man5/proc.5.html">proc(5)</a>
 */
record RunningProcess(Path folder) {

	private static final Path PROC = Path.of("/proc");

	private static final int PARENT_AFTER_NAME = 1;

	/**
	 * Return all processes of the machine; none on another system than Linux.
	 */
	static List<RunningProcess> all() {
		List<RunningProcess> processes = new ArrayList<>();
		if (Files.isDirectory(PROC)) {
			try (DirectoryStream<Path> folders = Files.newDirectoryStream(PROC, "[0-9]*")) {
				folders.forEach((folder) -> processes.add(new RunningProcess(folder)));
			}
			catch (IOException ex) {
				throw new IllegalStateException("The processes of the machine cannot be listed.", ex);
			}
		}
		return processes;
	}

	long id() {
		return Long.parseLong(this.folder.getFileName().toString());
	}

	long parent() {
		String stat = text("stat");
		String[] afterName = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
		return (afterName.length > PARENT_AFTER_NAME) ? Long.parseLong(afterName[PARENT_AFTER_NAME]) : 0;
	}

	/**
	 * Return the name of the program, which a server's worker may have made a title.
	 */
	String program() {
		String first = text("cmdline").split("[\0: ]", 2)[0];
		return first.substring(first.lastIndexOf('/') + 1);
	}

	List<String> arguments() {
		return List.of(text("cmdline").split("\0"));
	}

	boolean hasVariable(String variable) {
		return List.of(text("environ").split("\0")).contains(variable);
	}

	/**
	 * Return the proportional set size: memory that processes share counts in parts.
	 * @return bytes
	 */
	long pss() {
		return text("smaps_rollup").lines()
			.filter((line) -> line.startsWith("Pss:"))
			.mapToLong((line) -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
			.sum();
	}

	long handles() {
		String[] names = this.folder.resolve("fd").toFile().list();
		return (names != null) ? names.length : 0;
	}

	private String text(String file) {
		try {
			return new String(Files.readAllBytes(this.folder.resolve(file)), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			return "";
		}
	}

}
