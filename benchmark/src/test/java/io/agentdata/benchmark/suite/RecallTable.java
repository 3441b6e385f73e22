// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark.suite;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import io.agentdata.benchmark.report.LineChart;
import io.agentdata.benchmark.report.Report;
import io.agentdata.benchmark.report.Table;

/**
 * Recall and time from test to test, beside those of plain tests.
 */
final class RecallTable {

	private static final List<Integer> POINTS = List.of(1, 2, 5, 10, 20, 50, 100, 200);

	private final Recall plain;

	private final Recall ours;

	private final int rounds;

	private final int tests;

	RecallTable(Recall plain, Recall ours, int rounds, int tests) {
		this.plain = plain;
		this.ours = ours;
		this.rounds = rounds;
		this.tests = tests;
	}

	String markdown() {
		Table table = new Table("test", "found, plain", "found, ours", "ms, plain", "ms, ours");
		points(this.tests).forEach((test) -> table.row(test, format(this.plain.found(test)),
				format(this.ours.found(test)), format(this.plain.time(test)), format(this.ours.time(test))));
		Table sums = new Table("", "tests that find all %d".formatted(RecallCase.NEAREST), "all tests, s", "ratio",
				"to reach", "last test to the 10th", "to reach");
		sums.row(this.plain.label(), share(this.plain), format(this.plain.total()), "1.00", "–", growth(this.plain),
				"–");
		sums.row(this.ours.label(), share(this.ours), format(this.ours.total()),
				format(this.ours.total() / this.plain.total()), "≤ 0.50", growth(this.ours), "≤ 1");
		return """
				# What a vector index finds from test to test

				Each of %d tests stores 30 messages with 384-dimensional embeddings under an HNSW index in its \
				test-managed transaction, and asks for the %d that are nearest to another embedding. Plain is \
				`@DataJpaTest` on the same server, where autovacuum is off. %d rounds of both, in turns, after one of \
				warm-up; plain tests begin a round with new files. %s

				"Found" is how many of the %2$d are found, the mean of the ten tests until the one that is named; the \
				time is the median of these.

				%s
				%s""".formatted(this.tests, RecallCase.NEAREST, this.rounds, Report.machine(), table.markdown(),
				sums.markdown());
	}

	/**
	 * Return the picture.
	 */
	static String chart(Recall plain, Recall ours, int tests) {
		LineChart chart = new LineChart(
				"Of the %d nearest, found through an HNSW index: more is better".formatted(RecallCase.NEAREST),
				"tests");
		Stream.of(plain, ours)
			.forEach((recall) -> points(tests)
				.forEach((test) -> chart.point(recall.label().replace("`", ""), test, recall.found(test))));
		return chart.svg();
	}

	private static List<Integer> points(int tests) {
		return POINTS.stream().filter((test) -> test <= tests).toList();
	}

	private String growth(Recall recall) {
		return format(recall.time(this.tests) / recall.time(Math.min(10, this.tests)));
	}

	private static String share(Recall recall) {
		return String.format(Locale.ROOT, "%.1f %%", recall.complete() * 100);
	}

	private static String format(double value) {
		return String.format(Locale.ROOT, "%.2f", value);
	}

}
