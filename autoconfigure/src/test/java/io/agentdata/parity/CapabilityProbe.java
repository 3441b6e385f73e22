// SPDX-License-Identifier: Apache-2.0
package io.agentdata.parity;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.Map;

import javax.sql.DataSource;

import io.agentdata.database.Capability;
import io.agentdata.database.DatabaseFactory;
import io.agentdata.database.Engine;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.slf4j.LoggerFactory;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

/**
 * Work that succeeds where an engine offers a capability, and fails where it does not.
 */
@FunctionalInterface
interface CapabilityProbe {

	void run() throws Exception;

	default boolean succeeds() {
		try {
			run();
			return true;
		}
		catch (Exception ex) {
			LoggerFactory.getLogger(CapabilityProbe.class).debug("Refused", ex);
			return false;
		}
	}

	static Map<Capability, CapabilityProbe> of(DatabaseFactory factory) {
		DataSource database = factory.database("capabilities").dataSource();
		Map<Capability, CapabilityProbe> probes = new EnumMap<>(Capability.class);
		probes.put(Capability.VECTOR, () -> vector(factory));
		probes.put(Capability.VECTOR_INDEX,
				() -> execute(database, "CREATE EXTENSION IF NOT EXISTS vector",
						"CREATE TABLE item (v vector(3), h halfvec(3), s sparsevec(3), b bit(3))",
						"CREATE INDEX ON item USING hnsw (v vector_cosine_ops)",
						"CREATE INDEX ON item USING ivfflat (h halfvec_l2_ops)",
						"SELECT v <-> '[1,2,3]', h <#> '[1,2,3]', s <+> '{1:1}/3', b <~> B'101' FROM item"));
		probes.put(Capability.JSONB, () -> execute(database,
				"SELECT '{\"a\": [1]}'::jsonb @> '{\"a\": [1]}', '{\"a\": 1}'::jsonb ->> 'a', '{\"a\": 1}'::jsonb || '{}'"));
		probes.put(Capability.EXTENSIONS,
				() -> execute(database, "CREATE EXTENSION hstore", "CREATE EXTENSION \"uuid-ossp\"",
						"CREATE EXTENSION pg_trgm", "CREATE EXTENSION pgcrypto", "CREATE EXTENSION citext",
						"SELECT 'a=>1'::hstore -> 'a', uuid_generate_v4(), similarity('a', 'ab'), 'A'::citext = 'a'"));
		probes.put(Capability.CONCURRENT_CONNECTIONS, () -> writeAtTheSameTime(database));
		probes.put(Capability.CLONE,
				() -> factory.preparedBy((prepared) -> execute(prepared.dataSource(), "CREATE TABLE kept (id int)"))
					.withIsolatedDatabase("copy", (copy) -> {
						execute(copy.dataSource(), "INSERT INTO kept VALUES (1)");
						return copy;
					}));
		probes.put(Capability.RESET, () -> reset(factory.engine()));
		return probes;
	}

	private static void vector(DatabaseFactory factory) throws SQLException {
		DataSource database = factory.database("vector").dataSource();
		if (factory.engine() != Engine.H2) {
			execute(database, "CREATE EXTENSION IF NOT EXISTS vector");
		}
		try (SessionFactory sessions = new HibernatePersistenceConfiguration("capability").managedClass(Passage.class)
			.property(AvailableSettings.JAKARTA_NON_JTA_DATASOURCE, database)
			.property(AvailableSettings.HBM2DDL_AUTO, "create-only")
			.property(AvailableSettings.HBM2DDL_HALT_ON_ERROR, true)
			.createEntityManagerFactory()) {
			sessions.inTransaction((session) -> session
				.createSelectionQuery("select p.id from Passage p order by cosine_distance(p.embedding, :query)",
						Long.class)
				.setParameter("query", new float[Passage.DIMENSIONS])
				.getResultList());
		}
	}

	private static void writeAtTheSameTime(DataSource database) throws SQLException {
		execute(database, "CREATE TABLE written (id int)");
		try (Connection first = database.getConnection(); Connection second = database.getConnection()) {
			first.setAutoCommit(false);
			second.setAutoCommit(false);
			execute(first, "INSERT INTO written VALUES (1)");
			execute(second, "INSERT INTO written VALUES (2)");
			first.commit();
			second.commit();
		}
	}

	private static void reset(Engine engine) {
		EngineTestKit.engine("junit-jupiter")
			.selectors(selectClass(ResetCase.on(engine)))
			.execute()
			.testEvents()
			.failed()
			.stream()
			.findFirst()
			.ifPresent((event) -> {
				throw new IllegalStateException(event.toString());
			});
	}

	private static void execute(DataSource database, String... statements) throws SQLException {
		try (Connection connection = database.getConnection()) {
			execute(connection, statements);
		}
	}

	private static void execute(Connection connection, String... statements) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			for (String sql : statements) {
				statement.execute(sql);
			}
		}
	}

}
