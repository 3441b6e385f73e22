// SPDX-License-Identifier: Apache-2.0
package io.agentdata.h2;

import java.util.Set;

import io.agentdata.database.h2.H2Objects;
import org.hibernate.boot.model.relational.Database;
import org.hibernate.boot.model.relational.NamedAuxiliaryDatabaseObject;
import org.hibernate.engine.jdbc.Size;
import org.hibernate.type.descriptor.converter.spi.BasicValueConverter;
import org.hibernate.type.descriptor.java.JavaType;
import org.hibernate.type.descriptor.jdbc.ArrayJdbcType;
import org.hibernate.type.descriptor.jdbc.JdbcType;
import org.hibernate.type.descriptor.jdbc.JdbcTypeIndicators;
import org.hibernate.type.spi.TypeConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * A vector in an array of {@code real}. Where Hibernate makes the schema, it makes the
 * type of the column first.
 */
final class VectorJdbcType extends ArrayJdbcType {

	private static final long serialVersionUID = 1L;

	VectorJdbcType(JdbcType element) {
		super(element);
	}

	@Override
	public JavaType<?> getRecommendedJavaType(@Nullable Integer precision, @Nullable Integer scale,
			TypeConfiguration types) {
		return types.getJavaTypeRegistry().resolveDescriptor(float[].class);
	}

	@Override
	public void addAuxiliaryDatabaseObjects(JavaType<?> javaType, @Nullable BasicValueConverter<?, ?> converter,
			Size size, Database database, JdbcTypeIndicators context) {
		Integer dimensions = size.getArrayLength();
		if (dimensions != null) {
			String[] create = { H2Objects.createVectorType(dimensions.toString()) };
			database.addAuxiliaryDatabaseObject(new NamedAuxiliaryDatabaseObject("vector_" + dimensions,
					database.getDefaultNamespace(), create, new String[0], Set.of(), true));
		}
	}

}
