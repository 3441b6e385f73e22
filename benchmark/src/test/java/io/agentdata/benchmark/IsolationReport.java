// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import io.agentdata.benchmark.process.JavaProcess;
import io.agentdata.benchmark.report.Report;
import io.agentdata.benchmark.suite.IsolationBenchmark;
import io.agentdata.benchmark.suite.IsolationResult;

/**
 * Measures what the isolations cost beside plain tests, in turns in one JVM and in
 * several at the same time. The JVMs have no library of an alternative, and share a
 * server.
 */
final class IsolationReport {

	private static final String MODES = "PLAIN,ROLLBACK,AUTO,RESET,CLONE_METHOD,CLONE_CLASS";

	private static final String WORKS_ON_TABLES = "THREE_TABLES,TEN_TABLES,SEEDED_TABLES";

	private static final int FORKS = 4;

	private final Path folder;

	private final int rounds;

	private final int tests;

	IsolationReport(Path folder, int rounds, int tests) {
		this.folder = folder;
		this.rounds = rounds;
		this.tests = tests;
	}

	/**
	 * Measure, and write the tables.
	 */
	void run(Report report) throws IOException, InterruptedException {
		String before = Report.machine();
		IsolationResult alone = measure(1, this.tests, "NOTHING,THREE_MESSAGES," + WORKS_ON_TABLES, MODES);
		IsolationResult forks = measure(FORKS, this.tests, WORKS_ON_TABLES, "PLAIN,RESET");
		IsolationResult commits = measure(1, 1, "COMMITS", "PLAIN,AUTO,RESET,CLONE_METHOD,NONE");
		report.text("isolation", """
				# The overhead of isolation

				Milliseconds; %d rounds of %d tests in each mode, in turns, after rounds of warm-up. Plain is a test \
				that is rolled back. Before: %s At the end: %s

				%s
				## %d JVMs at the same time

				Each does the same, at the same time, on one server.

				%s
				## 10,000 short transactions that one test commits

				Nothing is undone of those in plain `@DataJpaTest`, and in `NONE`.

				%s""".formatted(this.rounds, this.tests, before, Report.machine(), alone.tables(), FORKS,
				alone.compareWith(forks, FORKS), commits.commits()));
	}

	private IsolationResult measure(int forks, int number, String works, String modes)
			throws IOException, InterruptedException {
		Path common = Files.createDirectories(this.folder.resolve("isolation-" + UUID.randomUUID()));
		List<JavaProcess> processes = new ArrayList<>();
		List<Path> results = new ArrayList<>();
		try {
			for (int fork = 0; fork < forks; fork++) {
				Path result = common.resolve(fork + ".result");
				results.add(result);
				processes.add(JavaProcess.start(Map.of(), Library.classPath(Set.of(Library.AGENT_DATA)), Map.of(),
						common.resolve(fork + ".log"),
						List.of(IsolationBenchmark.class.getName(), result.toString(),
								Files.createDirectories(common.resolve("barrier")).toString(), String.valueOf(forks),
								String.valueOf(this.rounds), String.valueOf(number), works, modes)));
			}
			for (JavaProcess process : processes) {
				process.await();
			}
			return IsolationResult.read(results);
		}
		finally {
			processes.forEach(JavaProcess::close);
		}
	}

}
