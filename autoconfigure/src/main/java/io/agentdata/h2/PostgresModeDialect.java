// SPDX-License-Identifier: Apache-2.0
package io.agentdata.h2;

import io.agentdata.database.h2.H2Objects;
import org.hibernate.boot.model.FunctionContributions;
import org.hibernate.boot.model.TypeContributions;
import org.hibernate.dialect.H2Dialect;
import org.hibernate.dialect.NullOrdering;
import org.hibernate.engine.jdbc.dialect.spi.DialectResolutionInfo;
import org.hibernate.service.ServiceRegistry;
import org.hibernate.type.BasicArrayType;
import org.hibernate.type.BasicTypeReference;
import org.hibernate.type.SqlTypes;
import org.hibernate.type.StandardBasicTypes;
import org.hibernate.type.descriptor.sql.internal.DdlTypeImpl;
import org.hibernate.type.descriptor.sql.spi.DdlTypeRegistry;
import org.hibernate.type.spi.TypeConfiguration;

/**
 * Our H2, which has vectors, {@code float[]} with {@code @JdbcTypeCode(SqlTypes.VECTOR)}
 * and {@code @Array(length = n)}, the functions of hibernate-vector, JSON that is never a
 * string, and the order of PostgreSQL. It is public for Hibernate only.
 */
public final class PostgresModeDialect extends H2Dialect {

	/**
	 * Create the dialect of the version that is tested.
	 */
	public PostgresModeDialect() {
	}

	/**
	 * Create the dialect of a database.
	 * @param info the version
	 */
	public PostgresModeDialect(DialectResolutionInfo info) {
		super(info);
	}

	/**
	 * Return where {@code NULL} comes, so that Hibernate knows when to say otherwise.
	 */
	@Override
	public NullOrdering getNullOrdering() {
		return NullOrdering.GREATEST;
	}

	@Override
	public void contributeTypes(TypeContributions contributions, ServiceRegistry services) {
		super.contributeTypes(contributions, services);
		TypeConfiguration types = contributions.getTypeConfiguration();
		VectorJdbcType vector = new VectorJdbcType(types.getJdbcTypeRegistry().getDescriptor(SqlTypes.FLOAT));
		contribute(types, vector, SqlTypes.VECTOR, StandardBasicTypes.VECTOR);
		contribute(types, vector, SqlTypes.VECTOR_FLOAT32, StandardBasicTypes.VECTOR_FLOAT32);
	}

	@Override
	public void initializeFunctionRegistry(FunctionContributions contributions) {
		super.initializeFunctionRegistry(contributions);
		HqlVectorFunctions.register(contributions);
	}

	@Override
	protected void registerColumnTypes(TypeContributions contributions, ServiceRegistry services) {
		super.registerColumnTypes(contributions, services);
		DdlTypeRegistry columns = contributions.getTypeConfiguration().getDdlTypeRegistry();
		columns.addDescriptor(new VectorArrayDdlType(this));
		columns.addDescriptor(new DdlTypeImpl(SqlTypes.JSON, H2Objects.JSONB, "json", this));
	}

	private static void contribute(TypeConfiguration types, VectorJdbcType vector, int code,
			BasicTypeReference<?> reference) {
		types.getJdbcTypeRegistry().addDescriptor(code, vector);
		types.getBasicTypeRegistry()
			.register(new BasicArrayType<>(types.getBasicTypeRegistry().resolve(StandardBasicTypes.FLOAT), vector,
					types.getJavaTypeRegistry().resolveDescriptor(float[].class)), reference.getName());
	}

}
