// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

/**
 * The application's own database, the same for every scope.
 */
final class ProductionDatabaseFactory implements DatabaseFactory {

	private final Supplier<DatabaseConfig> config;

	private final Supplier<DataSource> dataSource;

	ProductionDatabaseFactory(Supplier<DatabaseConfig> config, Supplier<DataSource> dataSource) {
		this.config = config;
		this.dataSource = dataSource;
	}

	@Override
	public Engine engine() {
		return Engine.PRODUCTION;
	}

	@Override
	public Set<Capability> capabilities() {
		ServerInfo server = server();
		if (!server.product().startsWith("PostgreSQL")) {
			return EnumSet.of(Capability.CONCURRENT_CONNECTIONS);
		}
		Set<Capability> offered = EnumSet.of(Capability.CONCURRENT_CONNECTIONS, Capability.JSONB,
				Capability.EXTENSIONS);
		if (server.pgvector() != null) {
			offered.addAll(EnumSet.of(Capability.VECTOR, Capability.VECTOR_INDEX));
		}
		return offered;
	}

	@Override
	public void prepare() {
	}

	@Override
	public ServerInfo server() {
		try (Connection connection = this.dataSource.get().getConnection()) {
			return ServerInfo.of(connection, Duration.ZERO);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(
					"The application's own database did not answer: %s. Check its URL, user and password."
						.formatted(ex.getMessage()),
					ex);
		}
	}

	@Override
	public Database database(String testId) {
		return new ApplicationDatabase(testId, this.config.get(), this.dataSource.get());
	}

	@Override
	public boolean destroy(String testId) {
		return false;
	}

	@Override
	public <T extends @Nullable Object, E extends Exception> T withIsolatedDatabase(String testId,
			IsolatedWork<Database, T, E> work) {
		throw new UnsupportedCapabilityException("An isolated database", Capability.CLONE, engine());
	}

	@Override
	public <E extends Exception> DatabaseFactory preparedBy(DatabasePreparer<E> preparer) {
		throw new UnsupportedCapabilityException("A template", Capability.CLONE, engine());
	}

	@Override
	public void close() {
	}

}
