// SPDX-License-Identifier: Apache-2.0
package io.agentdata.h2;

import io.agentdata.database.h2.H2Objects;
import org.hibernate.boot.model.TypeContributions;
import org.hibernate.boot.model.TypeContributor;
import org.hibernate.dialect.Dialect;
import org.hibernate.engine.jdbc.spi.JdbcServices;
import org.hibernate.service.ServiceRegistry;
import org.hibernate.type.BasicArrayType;
import org.hibernate.type.BasicTypeReference;
import org.hibernate.type.SqlTypes;
import org.hibernate.type.StandardBasicTypes;
import org.hibernate.type.descriptor.sql.internal.DdlTypeImpl;
import org.hibernate.type.spi.TypeConfiguration;

/**
 * Lets entities on our H2 have vectors, {@code float[]} with
 * {@code @JdbcTypeCode(SqlTypes.VECTOR)} and {@code @Array(length = n)}, and JSON that is
 * never a string. It does nothing on any other database. It is public for Hibernate only.
 */
public final class VectorTypeContributor implements TypeContributor {

	@Override
	public void contribute(TypeContributions contributions, ServiceRegistry services) {
		if (H2Use.isOurs(services)) {
			TypeConfiguration types = contributions.getTypeConfiguration();
			Dialect dialect = services.requireService(JdbcServices.class).getDialect();
			VectorJdbcType vector = new VectorJdbcType(types.getJdbcTypeRegistry().getDescriptor(SqlTypes.FLOAT));
			contribute(types, vector, SqlTypes.VECTOR, StandardBasicTypes.VECTOR);
			contribute(types, vector, SqlTypes.VECTOR_FLOAT32, StandardBasicTypes.VECTOR_FLOAT32);
			types.getDdlTypeRegistry().addDescriptor(new VectorArrayDdlType(dialect));
			types.getDdlTypeRegistry().addDescriptor(new DdlTypeImpl(SqlTypes.JSON, H2Objects.JSONB, "json", dialect));
		}
	}

	private static void contribute(TypeConfiguration types, VectorJdbcType vector, int code,
			BasicTypeReference<?> reference) {
		types.getJdbcTypeRegistry().addDescriptor(code, vector);
		types.getBasicTypeRegistry()
			.register(new BasicArrayType<>(types.getBasicTypeRegistry().resolve(StandardBasicTypes.FLOAT), vector,
					types.getJavaTypeRegistry().resolveDescriptor(float[].class)), reference.getName());
	}

}
