// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.time.Duration;

import io.agentdata.database.postgres.Extensions;
import org.jspecify.annotations.Nullable;

/**
 * What a server is.
 *
 * @param product the product with its version, such as {@code PostgreSQL 17.11}
 * @param pgvector the version of pgvector that can be installed there, or {@code null}
 * where there is none
 * @param startTime the time from the request to the server's readiness, zero for a server
 * that was not started by us
 */
public record ServerInfo(String product, @Nullable String pgvector, Duration startTime) {

	static ServerInfo of(Connection connection, Duration startTime) throws SQLException {
		DatabaseMetaData metaData = connection.getMetaData();
		return new ServerInfo(metaData.getDatabaseProductName() + " " + metaData.getDatabaseProductVersion(),
				Extensions.availableVersion(connection, "vector"), startTime);
	}

	@Override
	public String toString() {
		return this.product + ((this.pgvector != null) ? " with pgvector " + this.pgvector : " without pgvector");
	}

}
