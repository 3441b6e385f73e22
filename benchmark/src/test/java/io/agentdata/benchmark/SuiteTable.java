// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

import io.agentdata.benchmark.report.BarChart;
import io.agentdata.benchmark.report.Quantile;
import io.agentdata.benchmark.report.Table;

/**
 * Measurements of the same suite in several variants, with their ratios to the floor.
 */
final class SuiteTable {

	private static final double SECOND = 1000;

	private static final double MEGABYTE = 1 << 20;

	private final Map<Variant, List<Measurement>> measurements;

	private final Variant floor;

	/**
	 * Create a table.
	 * @param measurements as many of each variant
	 * @param floor the variant that the others are compared with
	 */
	SuiteTable(Map<Variant, List<Measurement>> measurements, Variant floor) {
		this.measurements = measurements;
		this.floor = floor;
	}

	String markdown() {
		Table table = new Table("", "wall, s", "ratio", "in the rounds", "first test ends, s", "ratio",
				"from test to test, ms", "ratio", "a test, ms", "p95", "PSS of the server, MB");
		this.measurements.keySet()
			.forEach((variant) -> table.row(variant.label(), format(median(variant, SuiteTable::wall)),
					ratio(variant, SuiteTable::wall), rounds(variant), format(median(variant, SuiteTable::first)),
					ratio(variant, SuiteTable::first), format(median(variant, Measurement::betweenTests)),
					ratio(variant, Measurement::betweenTests), format(median(variant, (run) -> run.test(0.5))),
					format(median(variant, (run) -> run.test(0.95))), pss(variant)));
		return table.markdown();
	}

	BarChart chart() {
		BarChart chart = new BarChart("The same suite in a fresh JVM: seconds, less is better",
				"until the first test ends", "other tests, and the end");
		this.measurements.keySet().forEach((variant) -> {
			double first = median(variant, SuiteTable::first);
			chart.bar(variant.label(), first, median(variant, SuiteTable::wall) - first);
		});
		return chart;
	}

	private String pss(Variant variant) {
		double pss = median(variant, (run) -> run.pss() / MEGABYTE);
		return (pss > 0) ? format(pss) : "–";
	}

	private String ratio(Variant variant, ToDoubleFunction<Measurement> figure) {
		return format(median(variant, figure) / median(this.floor, figure));
	}

	/**
	 * Return the least and the greatest ratio of the wall times of one round.
	 */
	private String rounds(Variant variant) {
		List<Measurement> runs = this.measurements.get(variant);
		List<Measurement> bases = this.measurements.get(this.floor);
		List<Double> ratios = IntStream.range(0, runs.size())
			.mapToObj((round) -> wall(runs.get(round)) / wall(bases.get(round)))
			.toList();
		return format(Collections.min(ratios)) + " to " + format(Collections.max(ratios));
	}

	private double median(Variant variant, ToDoubleFunction<Measurement> figure) {
		return Quantile.median(this.measurements.get(variant).stream().map(figure::applyAsDouble).toList());
	}

	private static double wall(Measurement run) {
		return run.wall() / SECOND;
	}

	private static double first(Measurement run) {
		return run.first() / SECOND;
	}

	private static String format(double value) {
		return String.format(Locale.ROOT, "%.2f", value);
	}

}
