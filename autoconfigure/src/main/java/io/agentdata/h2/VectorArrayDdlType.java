// SPDX-License-Identifier: Apache-2.0
package io.agentdata.h2;

import io.agentdata.database.h2.H2Objects;
import org.hibernate.dialect.Dialect;
import org.hibernate.engine.jdbc.Size;
import org.hibernate.type.BasicType;
import org.hibernate.type.Type;
import org.hibernate.type.descriptor.sql.internal.ArrayDdlTypeImpl;
import org.hibernate.type.descriptor.sql.spi.DdlTypeRegistry;

/**
 * The type of a column that holds arrays, among which vectors have types of their own.
 */
final class VectorArrayDdlType extends ArrayDdlTypeImpl {

	private static final long serialVersionUID = 1L;

	VectorArrayDdlType(Dialect dialect) {
		super(dialect, false);
	}

	@Override
	public String getTypeName(Size size, Type type, DdlTypeRegistry types) {
		if (type instanceof BasicType<?> basic && basic.getJdbcType() instanceof VectorJdbcType) {
			Integer dimensions = size.getArrayLength();
			return (dimensions != null) ? H2Objects.vectorType(dimensions.toString()) : H2Objects.VECTOR;
		}
		return super.getTypeName(size, type, types);
	}

}
