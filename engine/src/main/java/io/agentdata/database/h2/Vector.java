// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.h2;

import java.sql.SQLException;

import org.h2.value.DataType;
import org.h2.value.Value;
import org.h2.value.ValueArray;
import org.h2.value.ValueNull;
import org.jspecify.annotations.Nullable;

/**
 * The reading of a vector, under the rules and with the words of pgvector.
 *
 * @see <a href="https://github.com/pgvector/pgvector/blob/v0.8.0/src/vector.c">pgvector's
 * vector.c</a>
 */
final class Vector {

	static final int MOST_DIMENSIONS = 16000;

	private static final String DATA_EXCEPTION = "22000";

	private Vector() {
	}

	/**
	 * Read an array of numbers, or a text such as {@code [1,2,3]}.
	 * @return the elements, at least one; or {@code null} for {@code NULL}
	 * @throws SQLException if pgvector would refuse the elements
	 */
	static float @Nullable [] of(Value value) throws SQLException {
		if (value == ValueNull.INSTANCE) {
			return null;
		}
		float[] elements = (value instanceof ValueArray array) ? elements(array) : elements(value);
		if (elements.length < 1) {
			throw new SQLException("vector must have at least 1 dimension", DATA_EXCEPTION);
		}
		if (elements.length > MOST_DIMENSIONS) {
			throw new SQLException("vector cannot have more than %s dimensions".formatted(MOST_DIMENSIONS), "54000");
		}
		for (float element : elements) {
			if (Float.isNaN(element)) {
				throw new SQLException("NaN not allowed in vector", DATA_EXCEPTION);
			}
			if (Float.isInfinite(element)) {
				throw new SQLException("infinite value not allowed in vector", DATA_EXCEPTION);
			}
		}
		return elements;
	}

	/**
	 * Check that two vectors can be compared.
	 * @throws SQLException if one has more dimensions than the other
	 */
	static void verifySameDimensions(float[] left, float[] right) throws SQLException {
		if (left.length != right.length) {
			throw new SQLException("different vector dimensions %s and %s".formatted(left.length, right.length),
					DATA_EXCEPTION);
		}
	}

	/**
	 * Check the number that a type was declared with.
	 * @throws SQLException if pgvector has no such type
	 */
	static void verifyDeclaration(int dimensions) throws SQLException {
		if (dimensions < 1) {
			throw new SQLException("dimensions for type vector must be at least 1", "22023");
		}
		if (dimensions > MOST_DIMENSIONS) {
			throw new SQLException("dimensions for type vector cannot exceed %s".formatted(MOST_DIMENSIONS), "22023");
		}
	}

	/**
	 * Check a vector against the number that its type was declared with.
	 * @throws SQLException if it has more or fewer
	 */
	static void verifyDimensions(float[] vector, int expected) throws SQLException {
		if (vector.length != expected) {
			throw new SQLException("expected %s dimensions, not %s".formatted(expected, vector.length), DATA_EXCEPTION);
		}
	}

	private static float[] elements(ValueArray array) throws SQLException {
		Value[] values = array.getList();
		float[] elements = new float[values.length];
		for (int i = 0; i < values.length; i++) {
			if (values[i] == ValueNull.INSTANCE) {
				throw new SQLException("array must not contain nulls", "22004");
			}
			elements[i] = values[i].getFloat();
		}
		return elements;
	}

	private static float[] elements(Value value) throws SQLException {
		String text = String.valueOf(value.getString());
		String list = text.strip();
		if (DataType.isCharacterStringType(value.getValueType()) && list.startsWith("[") && list.endsWith("]")) {
			try {
				return parse(list.substring(1, list.length() - 1).strip());
			}
			catch (NumberFormatException ex) {
				throw syntaxError(text, ex);
			}
		}
		throw syntaxError(text, null);
	}

	private static float[] parse(String list) {
		String[] numbers = list.isEmpty() ? new String[0] : list.split(",", -1);
		float[] elements = new float[numbers.length];
		for (int i = 0; i < numbers.length; i++) {
			elements[i] = Float.parseFloat(numbers[i]);
		}
		return elements;
	}

	private static SQLException syntaxError(String text, @Nullable Throwable cause) {
		return new SQLException("invalid input syntax for type vector: \"%s\"".formatted(text), "22P02", cause);
	}

}
