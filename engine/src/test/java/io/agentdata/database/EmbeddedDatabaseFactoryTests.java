// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

import io.agentdata.database.DatabaseConfig.Pool;
import io.agentdata.database.embedded.EmbeddedOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link EmbeddedDatabaseFactory} on a real PostgreSQL with real pgvector.
 */
class EmbeddedDatabaseFactoryTests {

	private static final Pool POOL = new Pool(3, Duration.ofSeconds(5), Duration.ofSeconds(2));

	private final DatabaseFactory factory = factory("public");

	@AfterEach
	void close() {
		this.factory.close();
	}

	@Test
	void databaseRunsPgvectorWithIndexes() throws SQLException {
		Database database = this.factory.database("vectors");
		Statements.execute(database, """
				CREATE EXTENSION vector;
				CREATE TABLE item (id int PRIMARY KEY, embedding vector(3), sparse sparsevec(5), half halfvec(3));
				INSERT INTO item VALUES (1, '[1,0,0]', '{1:1,3:2}/5', '[1,0,0]'), (2, '[0,1,0]', '{2:1}/5', '[0,1,0]');
				CREATE INDEX ON item USING hnsw (embedding vector_cosine_ops) WITH (m = 16, ef_construction = 64);
				CREATE INDEX ON item USING ivfflat (embedding vector_l2_ops) WITH (lists = 1);
				""");
		assertThat(Statements.query(database, "SELECT id FROM item ORDER BY embedding <=> '[0.9,0.1,0]' LIMIT 1"))
			.isEqualTo("1");
		assertThat(Statements.query(database, "SELECT sparse <-> '{1:1,3:2}/5' FROM item WHERE id = 1")).isEqualTo("0");
	}

	@Test
	void databaseOffersTheExtensionsThatVectorStoresNeed() throws SQLException {
		Database database = this.factory.database("extensions");
		Statements.execute(database,
				"CREATE EXTENSION vector; CREATE EXTENSION hstore; CREATE EXTENSION \"uuid-ossp\"");
		assertThat(Statements.query(database, "SELECT uuid_generate_v4() IS NOT NULL")).isEqualTo("t");
	}

	@Test
	void databaseOfTheSameTestIdIsTheSame() throws SQLException {
		Statements.execute(this.factory.database("same"), "CREATE TABLE kept (id int)");
		assertThat(Statements.query(this.factory.database("same"), "SELECT count(*) FROM kept")).isEqualTo("0");
		assertThat(this.factory.database("same")).isSameAs(this.factory.database("same"));
	}

	@Test
	void databasesOfOtherTestIdsAreIsolated() throws SQLException {
		Statements.execute(this.factory.database("one"), "CREATE TABLE only_here (id int)");
		assertThat(Statements.query(this.factory.database("two"), "SELECT to_regclass('only_here')")).isNull();
		try (DatabaseFactory other = factory("public")) {
			assertThat(Statements.query(other.database("one"), "SELECT to_regclass('only_here')")).isNull();
		}
	}

	@Test
	void databaseIsMadeOnceForManyThreads() {
		Set<Database> databases = ConcurrentHashMap.newKeySet();
		IntStream.range(0, 16).parallel().forEach((thread) -> databases.add(this.factory.database("shared")));
		assertThat(databases).hasSize(1);
	}

	@Test
	void databaseOfAnyTestIdHasAUsableName() throws SQLException {
		for (String testId : List.of("Ünïcode \"quoted\"; DROP", "x".repeat(500), "a/b$c", "-")) {
			assertThat(Statements.query(this.factory.database(testId), "SELECT length(current_database()) < 64"))
				.isEqualTo("t");
		}
	}

	@Test
	void databaseConfigDescribesTheDatabase() {
		DatabaseConfig config = this.factory.database("config").config();
		assertThat(config.type()).isEqualTo(Engine.EMBEDDED);
		assertThat(config.url()).matches("jdbc:postgresql://127\\.0\\.0\\.1:\\d+/agent_data_[0-9a-f]{8}_\\d+_config");
		assertThat(config.schema()).isEqualTo("public");
		assertThat(config.pool()).isEqualTo(POOL);
		assertThat(config.password()).hasSizeGreaterThan(40);
		assertThat(config.toString()).contains(config.url()).doesNotContain(config.password());
	}

	@Test
	void databaseWithASchemaResolvesNamesThereFirst() throws SQLException {
		try (DatabaseFactory withSchema = factory("agent_memory")) {
			Database database = withSchema.database("schema");
			Statements.execute(database,
					"CREATE EXTENSION vector SCHEMA public; CREATE TABLE note (embedding vector(2))");
			assertThat(Statements.query(database, "SELECT schemaname FROM pg_tables WHERE tablename = 'note'"))
				.isEqualTo("agent_memory");
			assertThat(database.config().schema()).isEqualTo("agent_memory");
		}
	}

	@Test
	void destroyDropsTheDatabaseWithItsConnections() throws SQLException {
		Database database = this.factory.database("gone");
		try (Connection open = database.dataSource().getConnection()) {
			assertThat(this.factory.destroy("gone")).isTrue();
			assertThat(open.isValid(1)).isFalse();
		}
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> Statements.query(database, "SELECT 1"))
			.withMessageContaining("does not exist");
		assertThat(this.factory.destroy("gone")).isFalse();
		assertThat(this.factory.database("gone")).isNotEqualTo(database);
	}

	@Test
	void closeDropsEveryDatabase() throws SQLException {
		DatabaseFactory closing = factory("public");
		List<String> urls = IntStream.range(0, 3)
			.mapToObj((index) -> closing.database("closing-" + index).config().url())
			.toList();
		closing.close();
		Database survivor = this.factory.database("survivor");
		for (String url : urls) {
			String name = url.substring(url.lastIndexOf('/') + 1);
			assertThat(
					Statements.query(survivor, "SELECT count(*) FROM pg_database WHERE datname = '%s'".formatted(name)))
				.isEqualTo("0");
		}
		assertThatIllegalStateException().isThrownBy(() -> closing.database("late"))
			.withMessage("The database of 'late' was asked of a factory that is closed. "
					+ "Ask for it before the application context or the try block ends.");
	}

	@Test
	void databaseOfABlankTestIdIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.factory.database(" "))
			.withMessage("A testId must not be blank: it names the owner of a database.");
	}

	@Test
	void serverTellsItsVersions() {
		ServerInfo server = this.factory.server();
		assertThat(server.product()).startsWith("PostgreSQL 17.");
		assertThat(server.pgvector()).matches("\\d+\\.\\d+\\.\\d+");
		assertThat(server.startTime()).isPositive();
		assertThat(server).hasToString(server.product() + " with pgvector " + server.pgvector());
	}

	@Test
	void serverRefusesAWrongPassword() {
		DatabaseConfig config = this.factory.database("password").config();
		assertThatExceptionOfType(SQLException.class)
			.isThrownBy(() -> DriverManager.getConnection(config.url(), config.username(), "wrong"))
			.withMessageContaining("password authentication failed");
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '`', textBlock = """
			fsync,                      off
			synchronous_commit,         off
			full_page_writes,           off
			log_timezone,               UTC
			server_encoding,            UTF8
			listen_addresses,           127.0.0.1
			unix_socket_directories,    ``
			password_encryption,        scram-sha-256
			""")
	void serverIsSetUpForTests(String setting, String value) throws SQLException {
		assertThat(Statements.query(this.factory.database("settings"), "SHOW " + setting)).isEqualTo(value);
	}

	@Test
	void serverKnowsTheCaseOfEveryLetter() throws SQLException {
		assertThat(Statements.query(this.factory.database("letters"), "SELECT lower('ÉÇĞ')")).isEqualTo("éçğ");
	}

	private static DatabaseFactory factory(String schema) {
		return DatabaseFactory.embedded(EmbeddedOptions.defaults(), schema, POOL);
	}

}
