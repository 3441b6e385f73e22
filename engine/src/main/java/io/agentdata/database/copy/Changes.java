// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.copy;

import java.util.List;

/**
 * What a database has seen since it was last in a kept state.
 *
 * @param tables committed changes of rows, one for each table
 * @param others committed changes of anything else, each as a noun phrase such as
 * {@code the definition of public.note}
 * @param written whether anything was written, rolled back or not
 * @param counted whether the engine counts changes; where it does not, there may be any
 */
public record Changes(List<TableChange> tables, List<String> others, boolean written, boolean counted) {

	/**
	 * Changes of an engine that does not count them.
	 */
	public static final Changes UNCOUNTED = new Changes(List.of(), List.of(), true, false);

	/**
	 * Return whether a transaction is known to have committed a change.
	 * @return whether another session would see it
	 */
	public boolean isCommitted() {
		return !this.tables.isEmpty() || !this.others.isEmpty();
	}

}
