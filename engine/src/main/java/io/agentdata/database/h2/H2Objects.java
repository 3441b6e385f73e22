// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.h2;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * What a new H2 database gets so that it knows PostgreSQL's names: functions, and types
 * whose values are checked. They live in a schema of their own, which is on the search
 * path.
 */
public final class H2Objects {

	/**
	 * The schema of the functions and types.
	 */
	public static final String SCHEMA = "agent_data";

	/**
	 * The type that stands for {@code jsonb}: any JSON but strings.
	 */
	public static final String JSONB = SCHEMA + ".jsonb";

	/**
	 * The type that stands for {@code vector}, and the prefix of those that stand for
	 * {@code vector(n)}.
	 */
	public static final String VECTOR = SCHEMA + ".vector";

	private static final List<String> ALIASES = List.of(alias("l2_distance", VectorFunctions.class, "l2Distance"),
			alias("vector_l2_squared_distance", VectorFunctions.class, "l2SquaredDistance"),
			alias("l1_distance", VectorFunctions.class, "l1Distance"),
			alias("inner_product", VectorFunctions.class, "innerProduct"),
			alias("vector_negative_inner_product", VectorFunctions.class, "negativeInnerProduct"),
			alias("cosine_distance", VectorFunctions.class, "cosineDistance"),
			alias("vector_dims", VectorFunctions.class, "vectorDims"),
			alias("vector_norm", VectorFunctions.class, "vectorNorm"),
			alias("l2_normalize", VectorFunctions.class, "l2Normalize"),
			alias("jsonb_typeof", PostgresFunctions.class, "jsonbTypeof"),
			alias("json_typeof", PostgresFunctions.class, "jsonbTypeof"),
			alias("num_nonnulls", PostgresFunctions.class, "numNonnulls"),
			alias("num_nulls", PostgresFunctions.class, "numNulls"),
			alias("uuid_generate_v4", PostgresFunctions.class, "uuidGenerateV4"),
			alias("check_vector", PostgresFunctions.class, "checkVector"),
			alias("check_jsonb", PostgresFunctions.class, "checkJsonb"));

	private H2Objects() {
	}

	/**
	 * Return the name of the type that stands for {@code vector(n)}.
	 * @param dimensions the number of dimensions, or a placeholder for it
	 * @return the qualified name
	 */
	public static String vectorType(String dimensions) {
		return VECTOR + "_" + dimensions;
	}

	/**
	 * Return the statement that makes the type that stands for {@code vector(n)}, unless
	 * it is there.
	 * @param dimensions the number of dimensions, or a placeholder for it
	 * @return one statement without a semicolon
	 */
	public static String createVectorType(String dimensions) {
		return "CREATE DOMAIN IF NOT EXISTS %s AS REAL ARRAY CHECK (%s.check_vector(VALUE, %s))"
			.formatted(vectorType(dimensions), SCHEMA, dimensions);
	}

	/**
	 * Make the functions and types, and the schema that a test works in.
	 */
	static void create(Connection connection, String schema) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute("CREATE SCHEMA " + SCHEMA);
			for (String alias : ALIASES) {
				statement.execute(alias);
			}
			statement.execute("CREATE DOMAIN %s AS JSON CHECK (%s.check_jsonb(VALUE))".formatted(JSONB, SCHEMA));
			statement
				.execute("CREATE DOMAIN %s AS REAL ARRAY CHECK (%s.check_vector(VALUE))".formatted(VECTOR, SCHEMA));
			statement.execute("CREATE SCHEMA IF NOT EXISTS \"%s\"".formatted(schema));
			// only the current schema's types are found by an unqualified name
			statement.execute("CREATE DOMAIN \"%s\".jsonb AS %s".formatted(schema, JSONB));
			statement.execute("CREATE DOMAIN \"%s\".vector AS %s".formatted(schema, VECTOR));
			statement.execute("CREATE DOMAIN \"%s\".timestamptz AS TIMESTAMP WITH TIME ZONE".formatted(schema));
		}
	}

	private static String alias(String name, Class<?> type, String method) {
		return "CREATE ALIAS %s.%s FOR '%s.%s'".formatted(SCHEMA, name, type.getName(), method);
	}

}
