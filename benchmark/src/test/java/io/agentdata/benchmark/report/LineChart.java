// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark.report;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Curves over a logarithmic axis.
 */
public final class LineChart {

	private static final int LEFT = 70;

	private static final int LEGEND = 18;

	private static final int WIDTH = 560;

	private static final int HEIGHT = 240;

	private static final int LINES = 4;

	private final Map<String, SortedMap<Double, Double>> curves = new LinkedHashMap<>();

	private final String title;

	private final String axis;

	/**
	 * Begin a chart.
	 * @param title what is shown, and its unit
	 * @param axis what the curves run over
	 */
	public LineChart(String title, String axis) {
		this.title = title;
		this.axis = axis;
	}

	/**
	 * Add a point to a curve.
	 * @param curve the name of the curve
	 * @param x more than zero
	 * @param y zero or more
	 * @return this chart
	 */
	public LineChart point(String curve, double x, double y) {
		this.curves.computeIfAbsent(curve, (key) -> new TreeMap<>()).put(x, y);
		return this;
	}

	/**
	 * Return the chart.
	 * @return an SVG document
	 */
	public String svg() {
		Svg svg = new Svg(LEFT + WIDTH + 40, top() + HEIGHT + 50, this.title);
		svg.text(10, 20, "start", this.title);
		svg.text(LEFT + WIDTH, top() + HEIGHT + 40, "end", this.axis);
		double highest = this.curves.values()
			.stream()
			.flatMap((curve) -> curve.values().stream())
			.mapToDouble(Double::doubleValue)
			.max()
			.orElse(1);
		for (int line = 0; line <= LINES; line++) {
			double y = top() + HEIGHT - (double) HEIGHT * line / LINES;
			svg.line(LEFT, y, LEFT + WIDTH, y);
			svg.text(LEFT - 8, y + 4, "end", number(highest * line / LINES));
		}
		ticks().keySet().forEach((x) -> svg.text(x(x), top() + HEIGHT + 20, "middle", number(x)));
		int series = 0;
		for (Map.Entry<String, SortedMap<Double, Double>> curve : this.curves.entrySet()) {
			double legend = LEGEND * (series + 2);
			String colour = Svg.colour(series++);
			svg.dot(LEFT, legend, colour);
			svg.text(LEFT + 8, legend + 4, "start", curve.getKey());
			draw(svg, curve.getValue(), colour, highest);
		}
		return svg.document();
	}

	private void draw(Svg svg, SortedMap<Double, Double> curve, String colour, double highest) {
		svg.curve(curve.entrySet()
			.stream()
			.map((point) -> String.format(Locale.ROOT, "%.1f,%.1f", x(point.getKey()), y(point.getValue(), highest)))
			.collect(Collectors.joining(" ")), colour);
		curve.forEach((x, y) -> svg.dot(x(x), y(y, highest), colour));
	}

	/**
	 * Return where the axis of the costs begins: below the title, and a line for each
	 * curve.
	 */
	private int top() {
		return LEGEND * (this.curves.size() + 3);
	}

	private double x(double value) {
		SortedMap<Double, Double> ticks = ticks();
		double from = Math.log(ticks.firstKey());
		double to = Math.log(ticks.lastKey());
		return LEFT + WIDTH * ((to > from) ? (Math.log(value) - from) / (to - from) : 0.5);
	}

	private double y(double value, double highest) {
		return top() + HEIGHT - HEIGHT * value / highest;
	}

	private SortedMap<Double, Double> ticks() {
		SortedMap<Double, Double> ticks = new TreeMap<>();
		this.curves.values().forEach(ticks::putAll);
		return ticks;
	}

	private static String number(double value) {
		return String.format(Locale.ROOT, (value < 10 && value != Math.rint(value)) ? "%.1f" : "%,.0f", value);
	}

}
