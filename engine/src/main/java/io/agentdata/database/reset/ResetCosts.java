// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.reset;

/**
 * Costs of the ways to put a table back, in microseconds. They are medians of the
 * benchmark {@code reset}, on two processors with the data in memory; only their
 * proportions matter.
 */
final class ResetCosts {

	/**
	 * A table that is emptied by DELETE and VACUUM, and described as new.
	 */
	static final long VACATE = 400;

	/**
	 * Until this, the files that {@code TRUNCATE} makes anew are worth being exactly
	 * those of a new clone.
	 */
	static final long MOST_FOR_NEW_FILES = 4_500;

	private static final long FILE = 150;

	private static final long INDEX = 200;

	private static final long TOAST = 300;

	private static final long ROW = 3;

	private static final long ENTRY = 1;

	private static final long SEARCH_ENTRY = 150;

	private static final long VACUUM = 300;

	private static final long PRUNE = 400;

	private static final long PRUNED_PAGE = 15;

	private static final long CLONE = 12_000;

	private static final long CLONED_MEGABYTE = 500;

	private ResetCosts() {
	}

	static long truncate(Table table) {
		return FILE + INDEX * table.indexes() + ((table.toast() != 0) ? TOAST : 0);
	}

	static long rewrite(Table table, long rows) {
		return VACUUM + rows * (ROW + ENTRY * table.indexes() + (table.isApproximate() ? SEARCH_ENTRY : 0));
	}

	static long prune(long bytes) {
		return PRUNE + PRUNED_PAGE * (bytes / Contents.PAGE);
	}

	static long clone(long bytes) {
		return CLONE + CLONED_MEGABYTE * (bytes >> 20);
	}

}
