// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark;

import java.nio.file.Path;
import java.util.List;

import io.agentdata.benchmark.report.Report;

/**
 * Measures what it is asked for.
 */
public final class Benchmark {

	private static final List<String> README = List.of("suite");

	private Benchmark() {
	}

	/**
	 * Measure, print the figures, and write them to files.
	 * @param arguments what to measure, or {@code readme} for all that the README shows;
	 * the folder for what is needed meanwhile; the folder of the reports; and the rounds
	 * @throws Exception if something cannot be measured
	 */
	public static void main(String... arguments) throws Exception {
		Report report = new Report(Path.of(arguments[2]));
		int rounds = Integer.parseInt(arguments[3]);
		try (SuiteRunner runner = new SuiteRunner(Path.of(arguments[1]))) {
			for (String name : "readme".equals(arguments[0]) ? README : List.of(arguments[0].split(","))) {
				run(name, runner, report, rounds);
			}
		}
	}

	private static void run(String name, SuiteRunner runner, Report report, int rounds) throws Exception {
		switch (name) {
			case "suite" -> new SuiteBenchmark(runner, List.of(Variant.values()), Workload.SUITE, rounds).run(report);
			default -> throw new IllegalArgumentException("There is no benchmark '%s'.".formatted(name));
		}
	}

}
