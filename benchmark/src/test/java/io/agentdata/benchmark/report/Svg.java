// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark.report;

import java.util.Locale;

/**
 * A drawing without a background, in colours that are legible on white and on black.
 */
final class Svg {

	static final int ROW = 26;

	private static final String[] COLOURS = { "#3b82f6", "#f59e0b", "#10b981", "#a855f7", "#ef4444", "#64748b" };

	private final StringBuilder elements = new StringBuilder();

	private final int width;

	private final int height;

	private final String title;

	Svg(int width, int height, String title) {
		this.width = width;
		this.height = height;
		this.title = title;
	}

	static String colour(int series) {
		return COLOURS[series % COLOURS.length];
	}

	void bar(double x, double y, double length, String colour) {
		add("<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%d\" rx=\"2\" fill=\"%s\"/>", x, y, length, ROW - 10,
				colour);
	}

	void line(double x1, double y1, double x2, double y2) {
		add("<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#8b949e\" stroke-opacity=\"0.35\"/>", x1,
				y1, x2, y2);
	}

	void curve(String points, String colour) {
		add("<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>", points, colour);
	}

	void dot(double x, double y, String colour) {
		add("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>", x, y, colour);
	}

	/**
	 * Add a text.
	 * @param anchor where the text is fixed: {@code start}, {@code middle} or {@code end}
	 */
	void text(double x, double y, String anchor, String text) {
		add("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>", x, y, anchor, escaped(text));
	}

	String document() {
		return """
				<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img" \
				font-family="system-ui, sans-serif" font-size="13" fill="#7d8590">
				<title>%s</title>
				%s</svg>
				""".formatted(this.width, this.height, this.width, this.height, escaped(this.title), this.elements);
	}

	private void add(String format, Object... values) {
		this.elements.append(String.format(Locale.ROOT, format, values)).append('\n');
	}

	private static String escaped(String text) {
		return text.replace("&", "&amp;").replace("<", "&lt;").replace("`", "");
	}

}
