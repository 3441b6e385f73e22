// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark.report;

import java.util.Collections;

/**
 * A table in Markdown, whose first column is text.
 */
public final class Table {

	private final StringBuilder text = new StringBuilder();

	/**
	 * Begin a table.
	 * @param headings one for each column
	 */
	public Table(String... headings) {
		row((Object[]) headings);
		this.text.append("| --- |").append(" ---: |".repeat(headings.length - 1)).append('\n');
	}

	/**
	 * Add a row.
	 * @param cells one for each column
	 * @return this table
	 */
	public Table row(Object... cells) {
		String format = "| " + String.join(" | ", Collections.nCopies(cells.length, "%s")) + " |\n";
		this.text.append(format.formatted(cells));
		return this;
	}

	/**
	 * Return the table.
	 * @return lines of Markdown
	 */
	public String markdown() {
		return this.text.toString();
	}

}
