// SPDX-License-Identifier: Apache-2.0
package io.agentdata.h2;

import io.agentdata.database.h2.H2Objects;
import org.hibernate.dialect.Dialect;
import org.hibernate.engine.jdbc.Size;
import org.hibernate.type.Type;
import org.hibernate.type.descriptor.sql.internal.DdlTypeImpl;
import org.hibernate.type.descriptor.sql.spi.DdlTypeRegistry;

/**
 * The type of a column that holds vectors.
 */
final class VectorDdlType extends DdlTypeImpl {

	private static final long serialVersionUID = 1L;

	VectorDdlType(int code, Dialect dialect) {
		super(code, H2Objects.VECTOR, "real array", dialect);
	}

	@Override
	public String getTypeName(Size size, Type type, DdlTypeRegistry types) {
		Integer dimensions = size.getArrayLength();
		return (dimensions != null) ? H2Objects.vectorType(dimensions.toString()) : H2Objects.VECTOR;
	}

}
