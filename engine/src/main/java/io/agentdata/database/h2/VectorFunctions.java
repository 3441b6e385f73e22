// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.h2;

import java.sql.SQLException;

import org.h2.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * The functions of pgvector, as H2 calls them. Arguments are arrays of numbers or texts
 * such as {@code [1,2,3]}; where one is {@code NULL}, so is the result. It is public for
 * H2 only.
 * <p>
 * Distances are sums in float4, norms are computed in double precision, as there.
 *
 * @see <a href="https://github.com/pgvector/pgvector#vector-functions">the functions of
 * pgvector</a>
 */
public final class VectorFunctions {

	private VectorFunctions() {
	}

	/**
	 * Return the Euclidean distance of two vectors.
	 * @param left a vector
	 * @param right a vector of as many dimensions
	 * @return the distance, 0 or more
	 * @throws SQLException if the dimensions differ
	 */
	public static @Nullable Double l2Distance(Value left, Value right) throws SQLException {
		return compare(left, right, (a, b) -> Math.sqrt(Float4Sum.of(a, b, VectorFunctions::squaredDifference)));
	}

	/**
	 * Return the square of the Euclidean distance of two vectors.
	 * @param left a vector
	 * @param right a vector of as many dimensions
	 * @return the squared distance, 0 or more
	 * @throws SQLException if the dimensions differ
	 */
	public static @Nullable Double l2SquaredDistance(Value left, Value right) throws SQLException {
		return compare(left, right, (a, b) -> Float4Sum.of(a, b, VectorFunctions::squaredDifference));
	}

	/**
	 * Return the taxicab distance of two vectors.
	 * @param left a vector
	 * @param right a vector of as many dimensions
	 * @return the distance, 0 or more
	 * @throws SQLException if the dimensions differ
	 */
	public static @Nullable Double l1Distance(Value left, Value right) throws SQLException {
		return compare(left, right, (a, b) -> Float4Sum.of(a, b, (x, y) -> Math.abs(x - y)));
	}

	/**
	 * Return the inner product of two vectors.
	 * @param left a vector
	 * @param right a vector of as many dimensions
	 * @return the product, larger for nearer vectors
	 * @throws SQLException if the dimensions differ
	 */
	public static @Nullable Double innerProduct(Value left, Value right) throws SQLException {
		return compare(left, right, (a, b) -> Float4Sum.of(a, b, VectorFunctions::product));
	}

	/**
	 * Return the inner product of two vectors with the opposite sign.
	 * @param left a vector
	 * @param right a vector of as many dimensions
	 * @return the product, smaller for nearer vectors
	 * @throws SQLException if the dimensions differ
	 */
	public static @Nullable Double negativeInnerProduct(Value left, Value right) throws SQLException {
		return compare(left, right, (a, b) -> -Float4Sum.of(a, b, VectorFunctions::product));
	}

	/**
	 * Return the cosine distance of two vectors.
	 * @param left a vector
	 * @param right a vector of as many dimensions
	 * @return the distance, from 0 to 2; {@code NaN} where one of them is all zeros
	 * @throws SQLException if the dimensions differ
	 */
	public static @Nullable Double cosineDistance(Value left, Value right) throws SQLException {
		return compare(left, right, VectorFunctions::cosineDistance);
	}

	/**
	 * Return the number of dimensions of a vector.
	 * @param vector a vector
	 * @return the number, 1 or more
	 * @throws SQLException if it is no vector
	 */
	public static @Nullable Integer vectorDims(Value vector) throws SQLException {
		float[] elements = Vector.of(vector);
		return (elements != null) ? elements.length : null;
	}

	/**
	 * Return the Euclidean norm of a vector.
	 * @param vector a vector
	 * @return the norm, 0 or more
	 * @throws SQLException if it is no vector
	 */
	public static @Nullable Double vectorNorm(Value vector) throws SQLException {
		float[] elements = Vector.of(vector);
		return (elements != null) ? norm(elements) : null;
	}

	/**
	 * Return a vector of the same direction and of the norm 1.
	 * @param vector a vector
	 * @return as many elements, all of them zero where the vector is
	 * @throws SQLException if it is no vector
	 */
	public static Float @Nullable [] l2Normalize(Value vector) throws SQLException {
		float[] elements = Vector.of(vector);
		if (elements == null) {
			return null;
		}
		double norm = norm(elements);
		Float[] normalized = new Float[elements.length];
		for (int i = 0; i < elements.length; i++) {
			normalized[i] = (norm > 0) ? (float) (elements[i] / norm) : 0;
		}
		return normalized;
	}

	private static double norm(float[] elements) {
		double squares = 0;
		for (float element : elements) {
			squares += (double) element * element;
		}
		return Math.sqrt(squares);
	}

	private static double cosineDistance(float[] left, float[] right) {
		double product = Float4Sum.of(left, right, VectorFunctions::product);
		double leftSquare = Float4Sum.of(left, left, VectorFunctions::product);
		double rightSquare = Float4Sum.of(right, right, VectorFunctions::product);
		return 1 - Math.max(-1, Math.min(1, product / Math.sqrt(leftSquare * rightSquare)));
	}

	private static float product(float left, float right) {
		return left * right;
	}

	private static float squaredDifference(float left, float right) {
		return (left - right) * (left - right);
	}

	private static @Nullable Double compare(Value left, Value right, Comparison comparison) throws SQLException {
		float[] leftElements = Vector.of(left);
		float[] rightElements = Vector.of(right);
		if (leftElements == null || rightElements == null) {
			return null;
		}
		Vector.verifySameDimensions(leftElements, rightElements);
		return comparison.of(leftElements, rightElements);
	}

	/**
	 * What two vectors of as many dimensions are compared by.
	 */
	@FunctionalInterface
	private interface Comparison {

		double of(float[] left, float[] right);

	}

}
