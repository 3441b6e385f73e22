// SPDX-License-Identifier: Apache-2.0
package io.agentdata.h2;

import java.util.List;

import org.hibernate.metamodel.mapping.MappingModelExpressible;
import org.hibernate.query.sqm.produce.function.internal.AbstractFunctionArgumentTypeResolver;
import org.hibernate.query.sqm.sql.SqmToSqlAstConverter;
import org.hibernate.query.sqm.tree.SqmTypedNode;
import org.hibernate.query.sqm.tree.expression.SqmExpression;
import org.hibernate.type.StandardBasicTypes;
import org.jspecify.annotations.Nullable;

/**
 * The type of a parameter that is compared with a vector: that of the other argument,
 * else a vector.
 */
final class VectorArgumentType implements AbstractFunctionArgumentTypeResolver {

	@Override
	public @Nullable MappingModelExpressible<?> resolveFunctionArgumentType(List<? extends SqmTypedNode<?>> arguments,
			int argument, SqmToSqlAstConverter converter) {
		for (int other = 0; other < arguments.size(); other++) {
			if (other != argument && arguments.get(other) instanceof SqmExpression<?> expression) {
				MappingModelExpressible<?> type = converter.determineValueMapping(expression);
				if (type != null) {
					return type;
				}
			}
		}
		return converter.getCreationContext()
			.getTypeConfiguration()
			.getBasicTypeRegistry()
			.resolve(StandardBasicTypes.VECTOR);
	}

}
