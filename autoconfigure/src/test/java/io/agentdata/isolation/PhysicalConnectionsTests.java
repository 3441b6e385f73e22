// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.sql.Connection;
import java.sql.SQLException;

import com.zaxxer.hikari.HikariDataSource;
import io.agentdata.database.DatabaseConfig.Pool;
import io.agentdata.database.DatabaseFactory;
import io.agentdata.database.embedded.EmbeddedOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PhysicalConnections}.
 */
@ExtendWith(OutputCaptureExtension.class)
class PhysicalConnectionsTests {

	@Test
	void poolThatHasJustOpenedThemEndsWithoutComplaint(CapturedOutput output) throws SQLException {
		try (DatabaseFactory factory = DatabaseFactory.embedded(EmbeddedOptions.defaults(), "public", Pool.DEFAULTS)) {
			for (int time = 0; time < 20; time++) {
				try (HikariDataSource pool = new HikariDataSource()) {
					pool.setDataSource(new PhysicalConnections(factory.database("ends").dataSource(), pool,
							new PostgresSessions()));
					try (Connection one = pool.getConnection(); Connection other = pool.getConnection()) {
						assertThat(one).isNotSameAs(other);
					}
				}
			}
		}
		assertThat(output).doesNotContain("Timed-out");
	}

}
