// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.h2;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.UUID;

import org.h2.value.Value;
import org.h2.value.ValueNull;
import org.jspecify.annotations.Nullable;

/**
 * The functions of PostgreSQL that migrations use in constraints and defaults, and the
 * checks of our column types. It is public for H2 only.
 *
 * @see <a href="https://www.postgresql.org/docs/17/functions.html">the functions of
 * PostgreSQL</a>
 */
public final class PostgresFunctions {

	private PostgresFunctions() {
	}

	/**
	 * Return the type of a JSON value.
	 * @param json the value
	 * @return {@code object}, {@code array}, {@code string}, {@code number},
	 * {@code boolean} or {@code null}; and {@code null} itself for {@code NULL}
	 */
	public static @Nullable String jsonbTypeof(Value json) {
		if (json == ValueNull.INSTANCE) {
			return null;
		}
		return switch (String.valueOf(json.getString()).charAt(0)) {
			case '{' -> "object";
			case '[' -> "array";
			case '"' -> "string";
			case 't', 'f' -> "boolean";
			case 'n' -> "null";
			default -> "number";
		};
	}

	/**
	 * Return the number of arguments that are not {@code NULL}.
	 * @param values the arguments
	 * @return the number, 0 or more
	 */
	public static int numNonnulls(Value... values) {
		return values.length - numNulls(values);
	}

	/**
	 * Return the number of arguments that are {@code NULL}.
	 * @param values the arguments
	 * @return the number, 0 or more
	 */
	public static int numNulls(Value... values) {
		return (int) Arrays.stream(values).filter((value) -> value == ValueNull.INSTANCE).count();
	}

	/**
	 * Return a random UUID.
	 * @return a UUID of version 4
	 */
	public static UUID uuidGenerateV4() {
		return UUID.randomUUID();
	}

	/**
	 * Check a value of the type {@code vector}.
	 * @param vector the value
	 * @return always {@code true}
	 * @throws SQLException if pgvector would refuse it
	 */
	public static boolean checkVector(Value vector) throws SQLException {
		Vector.of(vector);
		return true;
	}

	/**
	 * Check a value of the type {@code vector(n)}.
	 * @param vector the value
	 * @param dimensions the number of dimensions that the type was declared with
	 * @return always {@code true}
	 * @throws SQLException if pgvector would refuse the value or the type
	 */
	public static boolean checkVector(Value vector, int dimensions) throws SQLException {
		Vector.verifyDeclaration(dimensions);
		float[] elements = Vector.of(vector);
		if (elements != null) {
			Vector.verifyDimensions(elements, dimensions);
		}
		return true;
	}

	/**
	 * Check a value of the type {@code jsonb}. Where PostgreSQL parses a text, H2 makes a
	 * JSON string of it, which nobody would notice; so strings are refused.
	 * @param json the value
	 * @return always {@code true}
	 * @throws SQLException if it is a string
	 */
	public static boolean checkJsonb(Value json) throws SQLException {
		if ("string".equals(jsonbTypeof(json))) {
			throw new SQLException(
					"a text was given for a jsonb value: %s. PostgreSQL would parse it; H2 would store it "
						.formatted(json.getString())
							+ "as a JSON string, which is refused. Map the column with @JdbcTypeCode(SqlTypes.JSON), write ? FORMAT JSON, "
							+ "or run on PostgreSQL (agent.data.engine=embedded)",
					"22P02");
		}
		return true;
	}

}
