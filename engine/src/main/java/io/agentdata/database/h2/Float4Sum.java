// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.h2;

/**
 * A sum over the elements of two vectors in float4, rounded like pgvector's. Compilers
 * turn pgvector's loops into several sums side by side, eight of them on amd64: with as
 * many here the results, and so the order of vectors that are almost equally near, are
 * the same. On other processors they differ in the last digits.
 */
final class Float4Sum {

	private static final int LANES = 8;

	private Float4Sum() {
	}

	static float of(float[] left, float[] right, Term term) {
		float[] sums = new float[LANES];
		int index = 0;
		for (int lanes = LANES; lanes > 1; lanes /= 2) {
			while (lanes > 2 && index + lanes <= left.length) {
				for (int lane = 0; lane < lanes; lane++) {
					sums[lane] += term.of(left[index + lane], right[index + lane]);
				}
				index += lanes;
			}
			for (int lane = 0; lane < lanes / 2; lane++) {
				sums[lane] += sums[lane + lanes / 2];
			}
		}
		for (; index < left.length; index++) {
			sums[0] += term.of(left[index], right[index]);
		}
		return sums[0];
	}

	/**
	 * What two elements add to a sum.
	 */
	@FunctionalInterface
	interface Term {

		float of(float left, float right);

	}

}
