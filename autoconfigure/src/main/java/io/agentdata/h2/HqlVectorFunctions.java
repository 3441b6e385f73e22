// SPDX-License-Identifier: Apache-2.0
package io.agentdata.h2;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.agentdata.database.h2.H2Objects;
import org.hibernate.boot.model.FunctionContributions;
import org.hibernate.query.sqm.function.SqmFunctionRegistry;
import org.hibernate.query.sqm.produce.function.FunctionReturnTypeResolver;
import org.hibernate.query.sqm.produce.function.StandardArgumentsValidators;
import org.hibernate.query.sqm.produce.function.StandardFunctionReturnTypeResolvers;
import org.hibernate.type.BasicTypeReference;
import org.hibernate.type.BasicTypeRegistry;
import org.hibernate.type.StandardBasicTypes;

/**
 * The functions of hibernate-vector, by the names that they have on PostgreSQL.
 *
 * @see <a href=
 * "https://docs.hibernate.org/orm/7.4/userguide/html_single/#vector-module">hibernate-vector</a>
 */
final class HqlVectorFunctions {

	private HqlVectorFunctions() {
	}

	static void register(FunctionContributions contributions) {
		SqmFunctionRegistry functions = contributions.getFunctionRegistry();
		BasicTypeRegistry types = contributions.getTypeConfiguration().getBasicTypeRegistry();
		FunctionReturnTypeResolver number = returning(types, StandardBasicTypes.DOUBLE);
		register(functions, "cosine_distance", "cosine_distance", 2, number);
		register(functions, "euclidean_distance", "l2_distance", 2, number);
		register(functions, "euclidean_squared_distance", "vector_l2_squared_distance", 2, number);
		register(functions, "l1_distance", "l1_distance", 2, number);
		register(functions, "inner_product", "inner_product", 2, number);
		register(functions, "negative_inner_product", "vector_negative_inner_product", 2, number);
		register(functions, "vector_dims", "vector_dims", 1, returning(types, StandardBasicTypes.INTEGER));
		register(functions, "vector_norm", "vector_norm", 1, number);
		register(functions, "l2_normalize", "l2_normalize", 1, StandardFunctionReturnTypeResolvers.useArgType(1));
		functions.registerAlternateKey("l2_distance", "euclidean_distance");
		functions.registerAlternateKey("l2_squared_distance", "euclidean_squared_distance");
		functions.registerAlternateKey("taxicab_distance", "l1_distance");
		functions.registerAlternateKey("l2_norm", "vector_norm");
	}

	private static void register(SqmFunctionRegistry functions, String name, String function, int arguments,
			FunctionReturnTypeResolver returnType) {
		String pattern = IntStream.rangeClosed(1, arguments)
			.mapToObj((argument) -> "?" + argument)
			.collect(Collectors.joining(",", H2Objects.SCHEMA + "." + function + "(", ")"));
		functions.patternDescriptorBuilder(name, pattern)
			.setArgumentsValidator(StandardArgumentsValidators.exactly(arguments))
			.setArgumentTypeResolver(new VectorArgumentType())
			.setReturnTypeResolver(returnType)
			.register();
	}

	private static FunctionReturnTypeResolver returning(BasicTypeRegistry types, BasicTypeReference<?> type) {
		return StandardFunctionReturnTypeResolvers.invariant(types.resolve(type));
	}

}
