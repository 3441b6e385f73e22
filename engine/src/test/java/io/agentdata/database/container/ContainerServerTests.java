// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.container;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

import io.agentdata.database.postgres.Extensions;
import io.agentdata.database.postgres.PostgresServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ContainerServer}, with a real container.
 */
@Timeout(300)
class ContainerServerTests {

	private PostgresServer postgres;

	@BeforeEach
	void start() {
		RealDocker.require();
		ContainerServer server = ContainerServer.of(ContainerOptions.defaults());
		server.prepare();
		this.postgres = server.postgres();
	}

	@Test
	void ofEqualOptionsIsTheSameServer() {
		ContainerServer server = ContainerServer.of(ContainerOptions.defaults());
		assertThat(server).isSameAs(ContainerServer.of(ContainerOptions.defaults()));
		assertThat(server.postgres()).isSameAs(this.postgres);
		assertThat(server.startTime()).isPositive();
		assertThat(server.isReused()).isFalse();
		assertThat(server.isStopping()).isFalse();
	}

	@Test
	void postgresHasPgvectorAndCopiesDatabases() throws SQLException {
		this.postgres.create("source", "memory");
		try (Connection connection = this.postgres.dataSource("source", "memory").getConnection()) {
			assertThat(Extensions.availableVersion(connection, "vector")).startsWith("0.8");
			execute(connection, "CREATE EXTENSION vector", "CREATE TABLE note (id int, embedding vector(3))",
					"INSERT INTO note VALUES (1, '[1, 2, 3]')");
		}
		this.postgres.clone("source", "copy");
		try (Connection connection = this.postgres.dataSource("copy", "memory").getConnection()) {
			assertThat(string(connection, "SELECT embedding <-> '[1, 2, 4]' FROM note")).isEqualTo("1");
		}
		this.postgres.drop("copy");
		this.postgres.drop("source");
	}

	@Test
	void postgresKeepsItsDataInMemory() throws SQLException {
		try (Connection connection = this.postgres.connect()) {
			assertThat(string(connection, "SHOW fsync")).isEqualTo("off");
			assertThat(string(connection, "SHOW data_directory")).isEqualTo("/agent-data/data");
			assertThat(string(connection, "SHOW wal_segment_size")).isEqualTo("1MB");
			assertThat(string(connection, "SHOW lock_timeout")).isEqualTo("30s");
			assertThat(string(connection, "SHOW server_encoding")).isEqualTo("UTF8");
		}
		assertThat(mounts()).anyMatch((line) -> line.contains(" /agent-data tmpfs "));
	}

	@Test
	void postgresSortsAsTheEmbeddedServerDoes() throws SQLException {
		try (Connection connection = this.postgres.connect()) {
			assertThat(string(connection,
					"SELECT string_agg(word, ' ' ORDER BY word) FROM unnest(ARRAY['a','B','É']) word"))
				.isEqualTo("B a É");
			assertThat(string(connection, "SELECT lower('É')")).isEqualTo("é");
		}
	}

	@Test
	void postgresBuildsAnIndexInParallel() throws SQLException {
		try (Connection connection = this.postgres.connect()) {
			connection.setAutoCommit(false);
			// its graph is built in 128 MB of shared memory
			execute(connection, "CREATE EXTENSION vector", "SET LOCAL maintenance_work_mem = '128MB'",
					"SET LOCAL max_parallel_maintenance_workers = 2", "SET LOCAL min_parallel_table_scan_size = 0",
					"CREATE TABLE wide (embedding vector(100))",
					"INSERT INTO wide SELECT array_agg(random()) FROM generate_series(1, 2000) r, "
							+ "generate_series(1, 100) GROUP BY r",
					"ALTER TABLE wide SET (parallel_workers = 2)",
					"CREATE INDEX ON wide USING hnsw (embedding vector_l2_ops)");
			connection.rollback();
		}
	}

	@Test
	void optionsOutOfRangeAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new ContainerOptions(" ", Duration.ofSeconds(1)))
			.withMessage("The image of the container has no name. Give one, such as pgvector/pgvector:pg17.");
		assertThatIllegalArgumentException().isThrownBy(() -> new ContainerOptions("postgres", Duration.ZERO))
			.withMessage("The start timeout PT0S leaves no time to start. Give a positive one.");
	}

	private List<String> mounts() throws SQLException {
		try (Connection connection = this.postgres.connect()) {
			return string(connection, "SELECT pg_read_file('/proc/mounts')").lines().toList();
		}
	}

	private static void execute(Connection connection, String... statements) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			for (String sql : statements) {
				statement.execute(sql);
			}
		}
	}

	private static String string(Connection connection, String query) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(query)) {
			rows.next();
			return rows.getString(1);
		}
	}

}
