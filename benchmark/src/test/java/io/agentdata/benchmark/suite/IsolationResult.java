// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.agentdata.benchmark.report.Table;

/**
 * What JVMs have measured of the same tests in several isolations.
 */
public final class IsolationResult {

	private final Map<Work, Map<Mode, Samples>> samples = new EnumMap<>(Work.class);

	/**
	 * Read what other JVMs have written.
	 * @param files at least one
	 * @return the results together
	 * @throws IOException if one of them is missing
	 */
	public static IsolationResult read(List<Path> files) throws IOException {
		IsolationResult all = new IsolationResult();
		for (Path file : files) {
			for (String line : Files.readAllLines(file)) {
				String[] parts = line.split(" ", 3);
				all.of(Work.valueOf(parts[0]), Mode.valueOf(parts[1])).add(parts[2]);
			}
		}
		return all;
	}

	void write(Path file) throws IOException {
		List<String> lines = new ArrayList<>();
		this.samples.forEach((work, modes) -> modes.forEach((mode, times) -> times.rounds()
			.forEach((round) -> lines.add("%s %s %s".formatted(work, mode, round)))));
		Files.write(file, lines);
	}

	void add(Work work, Mode mode, TestTimes times) {
		of(work, mode).add(times);
	}

	/**
	 * Return a table for each work, with a row for each isolation.
	 * @return Markdown
	 */
	public String tables() {
		return this.samples.entrySet()
			.stream()
			.map((entry) -> "## %s%n%n%s".formatted(entry.getKey().label(),
					new IsolationTable(entry.getKey(), entry.getValue()).text()))
			.collect(Collectors.joining("\n"));
	}

	/**
	 * Return what committing tests cost over plain ones, in one JVM and in several.
	 * @param forks what several JVMs have measured at the same time
	 * @param number how many JVMs these were
	 * @return Markdown
	 */
	public String compareWith(IsolationResult forks, int number) {
		Table table = new Table("a test", "over plain, one JVM", "plain, %d JVMs".formatted(number),
				"`RESET`, %d JVMs".formatted(number), "over plain", "to one JVM", "to reach");
		forks.samples.keySet().forEach((work) -> {
			double alone = overPlain(work);
			double together = forks.overPlain(work);
			table.row(work.label(), IsolationTable.format(alone),
					IsolationTable.format(forks.of(work, Mode.PLAIN).median()),
					IsolationTable.format(forks.of(work, Mode.RESET).median()), IsolationTable.format(together),
					IsolationTable.format(together / alone), "≤ 2");
		});
		return table.markdown();
	}

	/**
	 * Return what each of many transactions costs.
	 * @return Markdown
	 */
	public String commits() {
		Table table = new Table("mode", "a transaction, µs", "least", "most", "to plain");
		this.samples.get(Work.COMMITS).forEach((mode, times) -> {
			double transaction = times.median() * 1000 / Work.TRANSACTIONS;
			table.row(mode.label(), IsolationTable.format(transaction),
					IsolationTable.format(times.quantile(0) * 1000 / Work.TRANSACTIONS),
					IsolationTable.format(times.quantile(1) * 1000 / Work.TRANSACTIONS),
					IsolationTable.format(times.median() / of(Work.COMMITS, Mode.PLAIN).median()));
		});
		return table.markdown();
	}

	private double overPlain(Work work) {
		return of(work, Mode.RESET).median() - of(work, Mode.PLAIN).median();
	}

	private Samples of(Work work, Mode mode) {
		return this.samples.computeIfAbsent(work, (key) -> new EnumMap<>(Mode.class))
			.computeIfAbsent(mode, (key) -> new Samples());
	}

}
