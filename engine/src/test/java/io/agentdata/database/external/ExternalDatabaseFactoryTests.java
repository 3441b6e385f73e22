// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.external;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

import io.agentdata.database.Capability;
import io.agentdata.database.Database;
import io.agentdata.database.DatabaseConfig;
import io.agentdata.database.DatabaseConfig.Pool;
import io.agentdata.database.DatabaseFactory;
import io.agentdata.database.Engine;
import io.agentdata.database.Statements;
import io.agentdata.database.embedded.SharedServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for databases on a shared PostgreSQL, with a role that is no superuser.
 */
@Timeout(60)
class ExternalDatabaseFactoryTests {

	private static SharedServer server;

	private List<String> before;

	private DatabaseFactory factory;

	@BeforeAll
	static void start() throws Exception {
		server = SharedServer.start("autovacuum = on", "autovacuum_naptime = 1s",
				"autovacuum_vacuum_cost_delay = 100ms", "autovacuum_vacuum_cost_limit = 1");
	}

	@AfterAll
	static void stop() throws IOException {
		server.close();
	}

	@BeforeEach
	void factory() throws SQLException {
		this.before = server.databases();
		this.factory = factory("public");
	}

	@AfterEach
	void nothingIsLeft() throws SQLException {
		this.factory.close();
		assertThat(server.databases()).isEqualTo(this.before);
	}

	@Test
	void databaseIsNamedAfterTheJvmAndItsOwner() throws SQLException {
		DatabaseConfig config = this.factory.database("recall").config();
		String name = config.url().substring(config.url().lastIndexOf('/') + 1);
		assertThat(JvmId.of(name)).isPresent();
		assertThat(name).endsWith("_recall");
		assertThat(config.type()).isEqualTo(Engine.EXTERNAL);
		assertThat(config.username()).isEqualTo(SharedServer.ROLE);
		assertThat(server.query("postgres",
				"SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = '%s'".formatted(name)))
			.containsExactly(SharedServer.ROLE);
		assertThat(config.toString()).doesNotContain(SharedServer.PASSWORD);
	}

	@Test
	void databaseIsCopiedRestoredAndDropped() throws SQLException {
		Database database = this.factory.database("first");
		Statements.execute(database, "CREATE TABLE note (id serial PRIMARY KEY, embedding vector(2))");
		Statements.execute(database, "INSERT INTO note (embedding) VALUES ('[1,0]'), ('[0,1]')");
		database.snapshot("two");
		Database sibling = database.sibling("two");
		database.prefetch("two");
		for (int time = 0; time < 3; time++) {
			Statements.execute(database, "DROP TABLE note");
			Statements.execute(sibling, "DELETE FROM note");
			database.restore("two");
			sibling.restore("two");
			assertThat(Statements.query(database, "SELECT id FROM note ORDER BY embedding <=> '[0,2]' LIMIT 1"))
				.isEqualTo("2");
			assertThat(Statements.query(sibling, "SELECT count(*) FROM note")).isEqualTo("2");
		}
		database.forget("two");
		assertThat(this.factory.destroy("first")).isTrue();
		assertThat(server.databases()).isEqualTo(this.before);
	}

	@Test
	void databasesOfAPreparedFactoryAreCopies() throws SQLException {
		try (DatabaseFactory prepared = this.factory
			.preparedBy((database) -> Statements.execute(database, "CREATE TABLE note (id serial)"))) {
			Statements.execute(prepared.database("one"), "INSERT INTO note DEFAULT VALUES");
			assertThat(Statements.query(prepared.database("two"), "SELECT count(*) FROM note")).isEqualTo("0");
			prepared.withIsolatedDatabase("one", (database) -> {
				assertThat(Statements.query(database, "SELECT nextval('note_id_seq')")).isEqualTo("1");
				return null;
			});
		}
	}

	@Test
	void databaseWithASchemaResolvesNamesThereFirst() throws SQLException {
		try (DatabaseFactory withSchema = factory("memory")) {
			Database database = withSchema.database("schema");
			Statements.execute(database, "CREATE TABLE note (embedding vector(2))");
			assertThat(Statements.query(database, "SELECT schemaname FROM pg_tables WHERE tablename = 'note'"))
				.isEqualTo("memory");
		}
	}

	@Test
	void databaseIsRestoredWhileItsHolderDoesNotLetGo() throws SQLException {
		Database database = this.factory.database("held");
		database.snapshot("empty");
		try (Connection held = database.dataSource().getConnection()) {
			database.restore("empty");
			assertThat(held.isValid(1)).isFalse();
		}
	}

	@Test
	void databaseIsRestoredAndDroppedWhileAutovacuumWorksOnIt() throws SQLException {
		Database database = this.factory.database("vacuumed");
		database.snapshot("empty");
		vacuum(database);
		database.restore("empty");
		assertThat(Statements.query(database, "SELECT to_regclass('big')")).isNull();
		vacuum(database);
		this.factory.destroy("vacuumed");
		assertThat(server.databases()).isEqualTo(this.before);
	}

	@Test
	void serverOffersPgvector() {
		assertThat(this.factory.server().product()).startsWith("PostgreSQL 17.");
		assertThat(this.factory.server().pgvector()).isNotNull();
		assertThat(this.factory.server().startTime()).isZero();
		assertThat(this.factory.capabilities()).isEqualTo(Capability.of(Engine.EXTERNAL));
	}

	/**
	 * Leave so many dead rows behind that autovacuum, which the server slows down, works
	 * on them for longer than the test.
	 */
	private void vacuum(Database database) throws SQLException {
		Statements.execute(database,
				"CREATE TABLE big AS SELECT id, repeat('x', 500) FROM generate_series(1, 20000) AS id");
		Statements.execute(database, "DELETE FROM big WHERE id % 2 = 0");
		while (Statements
			.query(database,
					"SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND usesysid IS NULL")
			.equals("0")) {
			Thread.onSpinWait();
		}
	}

	private static DatabaseFactory factory(String schema) {
		return DatabaseFactory.external(new ExternalOptions(server.url("postgres"), SharedServer.ROLE,
				SharedServer.PASSWORD, Duration.ofHours(1)), schema, Pool.DEFAULTS);
	}

}
