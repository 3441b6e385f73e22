// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.agentdata.benchmark.process.JavaProcess;
import io.agentdata.benchmark.report.Report;
import io.agentdata.benchmark.suite.RecallBenchmark;

/**
 * Measures what it is asked for.
 */
public final class Benchmark {

	private static final List<String> README = List.of("isolation", "recall", "commits", "suite", "start", "clones",
			"memory", "costs");

	private static final int MIGRATIONS = 100;

	private static final List<Variant> MEASURED_MEMORY = List.of(Variant.RUNNING, Variant.AUTO, Variant.RESET,
			Variant.CLONE_METHOD);

	private static final int ISOLATED_TESTS = 200;

	private Benchmark() {
	}

	/**
	 * Measure, print the figures, and write them to files.
	 * @param arguments what to measure, or {@code readme} for all that the README shows;
	 * the folder for what is needed meanwhile; the folder of the reports; the rounds; and
	 * the variants of the suite, by name, or {@code all}
	 * @throws Exception if something cannot be measured
	 */
	public static void main(String... arguments) throws Exception {
		Report report = new Report(Path.of(arguments[2]));
		int rounds = Integer.parseInt(arguments[3]);
		Path folder = Path.of(arguments[1]);
		SuiteRunner.tidy();
		try (SuiteRunner runner = new SuiteRunner(folder, new Cache(folder.resolve("cache")))) {
			for (String name : "readme".equals(arguments[0]) ? README : List.of(arguments[0].split(","))) {
				run(name, new Turns(runner, rounds), variants(arguments[4]), folder, report);
			}
		}
	}

	private static List<Variant> variants(String names) {
		return "all".equals(names) ? List.copyOf(Variant.OF_SUITE)
				: Stream.of(names.split(",")).map(Variant::valueOf).toList();
	}

	private static void run(String name, Turns turns, List<Variant> variants, Path folder, Report report)
			throws Exception {
		switch (name) {
			case "isolation" -> new IsolationReport(folder, turns.rounds(), ISOLATED_TESTS).run(report);
			case "suite" -> new SuiteBenchmark(turns, variants, Workload.SUITE).run(report);
			case "start" -> new StartBenchmark(turns.runner(), folder, MIGRATIONS, turns.rounds()).run(report);
			case "clones" -> new ClonesBenchmark(turns, Workload.SUITE).run(report, 1, 4);
			case "memory" -> new MemoryBenchmark(turns, MEASURED_MEMORY, Workload.SUITE).run(report, 20, 50);
			case "recall" -> recall(folder, turns.rounds(), report);
			case "commits" -> new CommitsBenchmark(turns, Workload.SUITE).run(report);
			case "costs" -> new CostsBenchmark(turns.rounds()).run(report);
			case "jmh" -> new JmhBenchmark(folder).run(report);
			case "scaling" -> new ScalingBenchmark(turns).run(report);
			default -> throw new IllegalArgumentException("There is no benchmark '%s'. There are: %s, jmh, scaling."
				.formatted(name, String.join(", ", README)));
		}
	}

	/**
	 * Measure in one JVM, which has no library of an alternative.
	 */
	private static void recall(Path folder, int rounds, Report report) throws IOException, InterruptedException {
		Path result = Files.createDirectories(folder.resolve("recall"));
		JavaProcess.run(Map.of(), Library.classPath(Set.of(Library.AGENT_DATA)), folder.resolve("recall.log"),
				List.of(RecallBenchmark.class.getName(), result.toString(), String.valueOf(rounds),
						String.valueOf(ISOLATED_TESTS)));
		report.text("recall", Files.readString(result.resolve("recall.md")));
		report.chart("recall", Files.readString(result.resolve("recall.svg")));
	}

}
