// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.agentdata.benchmark.process.JavaProcess;
import io.agentdata.benchmark.report.Report;
import io.agentdata.benchmark.report.Table;

/**
 * Runs JMH in a JVM that has no library of an alternative, and in its forks.
 */
final class JmhBenchmark {

	private static final String CELLS = "\",\"|\",|,\"|,|\"";

	private final Path folder;

	JmhBenchmark(Path folder) {
		this.folder = folder;
	}

	/**
	 * Measure, and write the table.
	 * @param options options of JMH's command line, besides those of the result
	 */
	void run(Report report, String... options) throws IOException, InterruptedException {
		Path result = Files.createDirectories(this.folder).resolve("jmh.csv");
		List<String> main = new ArrayList<>(
				List.of("org.openjdk.jmh.Main", "-foe", "true", "-rf", "csv", "-rff", result.toString()));
		main.addAll(List.of(options));
		JavaProcess.run(Map.of(), Library.classPath(Set.of(Library.AGENT_DATA)), this.folder.resolve("jmh.log"), main);
		report.text("jmh", "# Single operations%n%n%s%n%n%s".formatted(Report.machine(),
				table(Files.readAllLines(result)).markdown()));
	}

	private static Table table(List<String> lines) {
		Table table = new Table("operation", "isolation", "µs", "± (99.9 %)");
		for (String line : lines.subList(1, lines.size())) {
			String[] cells = line.replaceFirst("^\"", "").split(CELLS, -1);
			table.row("`%s`".formatted(cells[0].substring(cells[0].lastIndexOf('.') + 1).replace("\"", "")),
					(cells.length > 7) ? cells[7].replace("\"", "") : "", format(cells[4]), format(cells[5]));
		}
		return table;
	}

	private static String format(String number) {
		return String.format(Locale.ROOT, "%.1f", Double.parseDouble(number));
	}

}
