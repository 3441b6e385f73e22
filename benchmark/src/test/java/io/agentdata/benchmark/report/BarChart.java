// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Horizontal bars, each of several parts.
 */
public final class BarChart {

	private static final int LABELS = 330;

	private static final int LENGTH = 450;

	private static final int TOP = 60;

	private final List<Bar> bars = new ArrayList<>();

	private final String title;

	private final List<String> parts;

	/**
	 * Begin a chart.
	 * @param title what is shown, and its unit
	 * @param parts the names of a bar's parts
	 */
	public BarChart(String title, String... parts) {
		this.title = title;
		this.parts = List.of(parts);
	}

	/**
	 * Add a bar.
	 * @param label the name of the bar
	 * @param values the lengths of its parts
	 * @return this chart
	 */
	public BarChart bar(String label, double... values) {
		this.bars.add(new Bar(label, values));
		return this;
	}

	/**
	 * Return the chart.
	 * @return an SVG document
	 */
	public String svg() {
		Svg svg = new Svg(LABELS + LENGTH + 80, TOP + this.bars.size() * Svg.ROW + 10, this.title);
		svg.text(10, 20, "start", this.title);
		double x = LABELS;
		for (int part = 0; part < this.parts.size(); part++) {
			svg.dot(x, 38, Svg.colour(part));
			svg.text(x + 8, 42, "start", this.parts.get(part));
			x += 30 + 7.5 * this.parts.get(part).length();
		}
		double longest = this.bars.stream().mapToDouble(Bar::sum).max().orElse(1);
		for (int row = 0; row < this.bars.size(); row++) {
			draw(svg, this.bars.get(row), TOP + row * Svg.ROW, LENGTH / longest);
		}
		return svg.document();
	}

	private static void draw(Svg svg, Bar bar, double y, double scale) {
		svg.text(LABELS - 10, y + 13, "end", bar.label());
		double x = LABELS;
		for (int part = 0; part < bar.values().length; part++) {
			double length = bar.values()[part] * scale;
			svg.bar(x, y, length, Svg.colour(part));
			x += length;
		}
		svg.text(x + 6, y + 13, "start", String.format(Locale.ROOT, "%.1f", bar.sum()));
	}

	/**
	 * One bar.
	 *
	 * @param label its name
	 * @param values the lengths of its parts
	 */
	private record Bar(String label, double[] values) {

		double sum() {
			double sum = 0;
			for (double value : this.values) {
				sum += value;
			}
			return sum;
		}

	}

}
