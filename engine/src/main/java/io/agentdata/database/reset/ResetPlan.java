// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.reset;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Steps that put the changed tables of a database back, or the obstacle to that.
 *
 * @param truncate tables that get new, empty files
 * @param rewrite those of them whose rows are written again in their physical order, each
 * after those that it references
 * @param vacate tables whose rows are deleted and vacuumed away, until their files are
 * empty
 * @param prune tables whose later rows are deleted and vacuumed away, each before those
 * that it references
 * @param vacuum tables whose dead rows are vacuumed away
 * @param describe tables of which the planner shall assume what it did, and no more is
 * done
 * @param obstacle why the database cannot be put back in place, as a clause, or
 * {@code null} where nothing is in the way
 */
record ResetPlan(Set<Table> truncate, List<Table> rewrite, Set<Table> vacate, List<Table> prune, Set<Table> vacuum,
		Set<Table> describe, @Nullable String obstacle) {

	/**
	 * Return all tables that are put back.
	 */
	Set<Table> tables() {
		Set<Table> tables = new HashSet<>();
		List.of(this.truncate, this.vacate, this.prune, this.vacuum).forEach(tables::addAll);
		return tables;
	}

	boolean isEmpty() {
		return this.truncate.isEmpty() && this.vacate.isEmpty() && this.prune.isEmpty() && this.vacuum.isEmpty()
				&& this.describe.isEmpty();
	}

}
