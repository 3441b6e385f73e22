// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.reset;

/**
 * Database that clones of a kept state are copied from, as the clones begin.
 */
public final class CloneSource {

	private final Baseline baseline;

	private final long[] files;

	private final long boundary;

	private final long attributes;

	/**
	 * Describe a database.
	 * @param baseline the state that it holds
	 * @param counters its counters, with the files of its tables
	 */
	CloneSource(Baseline baseline, Counters counters) {
		this.baseline = baseline;
		this.files = counters.files.clone();
		this.boundary = counters.boundary;
		this.attributes = counters.attributes;
	}

	/**
	 * Return the state that clones begin with.
	 * @return the state
	 */
	public Baseline baseline() {
		return this.baseline;
	}

	/**
	 * Return the difference of a new clone, which has none.
	 */
	Difference newClone() {
		return new Difference(this.baseline,
				Counters.zero(this.baseline.relations(), this.files, this.boundary, this.attributes));
	}

}
