// SPDX-License-Identifier: Apache-2.0
package io.agentdata.h2;

import java.sql.DatabaseMetaData;
import java.sql.SQLException;

import io.agentdata.database.h2.H2Database;
import org.hibernate.dialect.Dialect;
import org.hibernate.engine.jdbc.dialect.spi.DialectResolutionInfo;
import org.hibernate.engine.jdbc.dialect.spi.DialectResolver;
import org.jspecify.annotations.Nullable;

/**
 * Gives Hibernate the {@link PostgresModeDialect} on one of our H2 databases. On any
 * other database, also on any other H2, it does nothing. It is public for Hibernate only.
 */
public final class PostgresModeDialectResolver implements DialectResolver {

	private static final long serialVersionUID = 1L;

	@Override
	public @Nullable Dialect resolveDialect(DialectResolutionInfo info) {
		return ("H2".equals(info.getDatabaseName()) && isOurs(info.getDatabaseMetadata()))
				? new PostgresModeDialect(info) : null;
	}

	private static boolean isOurs(@Nullable DatabaseMetaData database) {
		try {
			String url = (database != null) ? database.getURL() : null;
			return url != null && H2Database.isNamedBy(url);
		}
		catch (SQLException ex) {
			return false;
		}
	}

}
