// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark.suite;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

import io.agentdata.benchmark.report.Table;

/**
 * The samples of a work in all modes, as a table in Markdown.
 */
final class IsolationTable {

	private final Work work;

	private final Map<Mode, Samples> samples;

	IsolationTable(Work work, Map<Mode, Samples> samples) {
		this.work = work;
		this.samples = samples;
	}

	String text() {
		Table table = new Table("mode", "median", "p95", "over plain", "to reach", "in the rounds", "ratio",
				"class, a test");
		this.samples.forEach((mode, times) -> addRow(table, mode, times));
		StringBuilder text = new StringBuilder(table.markdown());
		text.append("\nAUTO over ROLLBACK (the guard, to reach ≤ 0.3): ")
			.append(format(of(Mode.AUTO).median() - of(Mode.ROLLBACK).median()))
			.append(" (")
			.append(range(Mode.AUTO, Mode.ROLLBACK))
			.append(")\n");
		return text.toString();
	}

	private void addRow(Table table, Mode mode, Samples times) {
		Samples plain = of(Mode.PLAIN);
		boolean other = mode != Mode.PLAIN;
		table.row(mode.label(), format(times.median()), format(times.quantile(0.95)),
				other ? format(times.median() - plain.median()) : "–", mode.target(this.work),
				other ? range(mode, Mode.PLAIN) : "–", format(times.median() / plain.median()),
				format(times.classTimeOfOneTest()));
	}

	/**
	 * Return the least and the greatest difference of the medians of one round.
	 */
	private String range(Mode mode, Mode base) {
		List<Double> medians = of(mode).medians();
		List<Double> baseMedians = of(base).medians();
		List<Double> differences = IntStream.range(0, medians.size())
			.mapToObj((round) -> medians.get(round) - baseMedians.get(round))
			.toList();
		return format(Collections.min(differences)) + " to " + format(Collections.max(differences));
	}

	private Samples of(Mode mode) {
		return this.samples.get(mode);
	}

	static String format(double value) {
		return String.format(Locale.ROOT, "%.2f", value);
	}

}
