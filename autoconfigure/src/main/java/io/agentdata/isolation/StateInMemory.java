// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.util.function.Supplier;

/**
 * What the application remembers of its database, and must forget when that is put back.
 */
interface StateInMemory {

	/**
	 * Forget rows of a database: they may have been undone.
	 */
	void forgetRows(Lane lane);

	/**
	 * Begin to keep the sequences of databases apart: tests begin to run.
	 * @param lanes tells the lane of the present thread
	 */
	default void keepApart(Supplier<Lane> lanes) {
	}

	/**
	 * Forget where the sequences of a database stand: they may begin anew.
	 */
	default void forgetSequences(Lane lane) {
	}

	/**
	 * Return whether the application keeps rows, which tests in parallel threads would
	 * see of each other.
	 */
	default boolean keepsRows() {
		return false;
	}

}
