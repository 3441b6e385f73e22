// SPDX-License-Identifier: Apache-2.0
package io.agentdata.test;

/**
 * How far two vectors are from each other. Smaller is nearer for each of them.
 *
 * @see <a href="https://github.com/pgvector/pgvector#querying">Querying</a>
 */
public enum VectorDistance {

	/**
	 * The Euclidean distance: {@code <->}, or {@code euclidean_distance} in HQL.
	 */
	L2,

	/**
	 * One minus the cosine of the angle: {@code <=>}, or {@code cosine_distance} in HQL.
	 */
	COSINE,

	/**
	 * The inner product with its sign turned, so that smaller is nearer: {@code <#>}, or
	 * {@code negative_inner_product} in HQL.
	 */
	INNER_PRODUCT,

	/**
	 * The taxicab distance: {@code <+>}, or {@code l1_distance} in HQL.
	 */
	L1;

	/**
	 * Return the distance, computed in Java with {@code double} precision.
	 * @param first a vector
	 * @param second a vector of the same dimensions
	 * @return the distance; {@code NaN} for the cosine of a vector of zeros
	 * @throws IllegalArgumentException if the dimensions differ
	 */
	public double between(float[] first, float[] second) {
		if (first.length != second.length) {
			throw new IllegalArgumentException(
					"Vectors of %s and %s dimensions have no distance. Compare vectors of the same dimensions."
						.formatted(first.length, second.length));
		}
		return switch (this) {
			case L2 -> Math.sqrt(sum(first, second, (a, b) -> (a - b) * (a - b)));
			case COSINE -> 1 - product(first, second) / Math.sqrt(product(first, first) * product(second, second));
			case INNER_PRODUCT -> -product(first, second);
			case L1 -> sum(first, second, (a, b) -> Math.abs(a - b));
		};
	}

	private static double product(float[] first, float[] second) {
		return sum(first, second, (a, b) -> a * b);
	}

	private static double sum(float[] first, float[] second, Term term) {
		double sum = 0;
		for (int i = 0; i < first.length; i++) {
			sum += term.of(first[i], second[i]);
		}
		return sum;
	}

	/**
	 * What two elements add to a sum.
	 */
	@FunctionalInterface
	private interface Term {

		double of(double first, double second);

	}

}
