// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.sql.Connection;
import java.sql.Statement;

import javax.sql.DataSource;

import io.agentdata.test.AutoConfigureAgentData;
import org.junit.jupiter.api.RepeatedTest;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.transaction.annotation.Transactional;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the state of H2's sessions, which each test changes for the next one.
 */
@SpringBootTest(properties = { "agent.data.engine=h2", "spring.datasource.hikari.maximum-pool-size=2" })
@AutoConfigureAgentData
@Transactional
class H2SessionsTests {

	@Autowired
	private DataSource dataSource;

	@RepeatedTest(2)
	void stateOfASessionIsPutBack() throws Exception {
		try (Connection session = this.dataSource.getConnection(); Statement statement = session.createStatement()) {
			assertThat(Observer.rows(statement, "SELECT lock_timeout(), current_schema, @tenant"))
				.isEqualTo("10000 | public | null");
			statement.execute("SET @tenant = 7");
			statement.execute("SET LOCK_TIMEOUT 5");
			statement.execute("SET SCHEMA information_schema");
			statement.execute("CREATE LOCAL TEMPORARY TABLE scratch (id int)");
		}
	}

	/**
	 * H2 counts other settings as changes of the database.
	 */
	@RepeatedTest(2)
	void stateOfASessionIsPutBackThatH2DoesNotCount() throws Exception {
		try (Connection session = this.dataSource.getConnection(); Statement statement = session.createStatement()) {
			assertThat(session.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
			statement.execute("SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL SERIALIZABLE");
		}
	}

}
