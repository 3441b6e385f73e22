// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.embedded;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what keeps the server small, and lets nothing wait for the disk.
 */
class ServerSettingsTests {

	@ParameterizedTest
	@CsvSource({ "shared_buffers, 16MB", "max_connections, 400", "max_locks_per_transaction, 16",
			"max_pred_locks_per_transaction, 16", "max_logical_replication_workers, 0", "max_wal_senders, 0",
			"wal_level, minimal", "wal_segment_size, 1MB", "fsync, off", "synchronous_commit, off",
			"full_page_writes, off", "jit, off", "autovacuum, off", "lock_timeout, 30s",
			"password_encryption, scram-sha-256", "unix_socket_directories, ''", "logging_collector, off",
			"log_checkpoints, off" })
	void settings(String name, String value) throws SQLException {
		assertThat(query("SHOW " + name)).containsExactly(value);
	}

	@Test
	void processesBesideTheSessionsAreThree() throws SQLException {
		assertThat(query("SELECT backend_type FROM pg_stat_activity WHERE backend_type NOT LIKE 'autovacuum worker'"
				+ " AND backend_type NOT LIKE 'client%' AND backend_type NOT LIKE 'parallel%'"))
			.containsExactlyInAnyOrder("checkpointer", "background writer", "walwriter");
	}

	private static List<String> query(String sql) throws SQLException {
		List<String> values = new ArrayList<>();
		try (Connection connection = EmbeddedServer.of(EmbeddedOptions.defaults()).postgres().connect();
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery(sql)) {
			while (rows.next()) {
				values.add(rows.getString(1));
			}
		}
		return values;
	}

}
