// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

import io.agentdata.benchmark.report.LineChart;
import io.agentdata.benchmark.report.Quantile;
import io.agentdata.benchmark.report.Report;
import io.agentdata.benchmark.report.Table;

/**
 * A cost over a quantity.
 *
 * @param name the name of its files
 * @param title what is measured, with its unit
 * @param quantity what it is measured over
 * @param points the values of the quantity, ascending
 * @param variants whose cost
 * @param workload what is done at each point
 * @param figure the cost
 */
record Curve(String name, String title, String quantity, List<Integer> points, List<Variant> variants,
		Workloads workload, ToDoubleFunction<Measurement> figure) {

	/**
	 * Measure, and write table and chart.
	 */
	void measure(Turns turns, Report report) throws IOException, SQLException, InterruptedException {
		LineChart chart = new LineChart(this.title, this.quantity);
		String[] headings = new String[this.variants.size() + 1];
		headings[0] = this.quantity;
		for (int column = 1; column < headings.length; column++) {
			headings[column] = this.variants.get(column - 1).label();
		}
		Table table = new Table(headings);
		for (Variant variant : this.variants) {
			// the first run after a while is slower
			turns.runner().run(variant, Workload.SHORT);
		}
		for (int point : this.points) {
			Map<Variant, List<Measurement>> runs = turns.run(this.variants, this.workload.at(point));
			Object[] cells = new Object[headings.length];
			cells[0] = point;
			for (int column = 1; column < cells.length; column++) {
				Variant variant = this.variants.get(column - 1);
				double cost = Quantile.median(runs.get(variant).stream().map(this.figure::applyAsDouble).toList());
				cells[column] = String.format(Locale.ROOT, "%.1f", cost);
				chart.point(variant.label().replace("`", ""), point, cost);
			}
			table.row(cells);
		}
		// its templates would be unpacked at each start of the next curve
		turns.runner().cache().keepBinaries();
		report.text(this.name, "# %s%n%nMedians of %d rounds. %s%n%n%s".formatted(this.title, turns.rounds(),
				Report.machine(), table.markdown()));
		report.chart(this.name, chart.svg());
	}

	/**
	 * Makes the workload of a point.
	 */
	@FunctionalInterface
	interface Workloads {

		Workload at(int point) throws IOException;

	}

}
