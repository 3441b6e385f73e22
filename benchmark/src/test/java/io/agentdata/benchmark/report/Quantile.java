// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark.report;

import java.util.Collection;

/**
 * Values below which a share of the samples lies.
 */
public final class Quantile {

	private Quantile() {
	}

	/**
	 * Return the middle of samples.
	 * @param samples at least one
	 * @return the median
	 */
	public static double median(Collection<? extends Number> samples) {
		return of(samples, 0.5);
	}

	/**
	 * Return a quantile of samples.
	 * @param samples at least one
	 * @param share from 0 to 1
	 * @return one of the samples
	 */
	public static double of(Collection<? extends Number> samples, double share) {
		double[] sorted = samples.stream().mapToDouble(Number::doubleValue).sorted().toArray();
		if (sorted.length == 0) {
			throw new IllegalArgumentException("There are no samples.");
		}
		return sorted[(int) Math.min(sorted.length - 1, sorted.length * share)];
	}

}
