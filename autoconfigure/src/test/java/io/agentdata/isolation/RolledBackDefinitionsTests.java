// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.util.Map;

import io.agentdata.test.AutoConfigureAgentData;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.postgresql.PGResultSetMetaData;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.annotation.Transactional;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what a session remembers of definitions that were rolled back: plans, and
 * what the driver has read of columns and types.
 */
@SpringBootTest(properties = { "spring.flyway.locations=classpath:db/own-schema",
		"spring.datasource.hikari.maximum-pool-size=2" })
@AutoConfigureAgentData
@Transactional
@TestMethodOrder(MethodOrderer.MethodName.class)
class RolledBackDefinitionsTests {

	private static int session;

	@Autowired
	private JdbcTemplate jdbc;

	@Test
	void aAddsAColumn() {
		this.jdbc.execute("ALTER TABLE test.person ADD COLUMN added int");
		assertThat(readOften()).containsKey("added");
	}

	@Test
	void bReadsWithoutIt() {
		assertThat(readOften()).doesNotContainKey("added");
	}

	@Test
	void cRenamesAColumn() {
		this.jdbc.execute("ALTER TABLE test.person RENAME COLUMN name TO title");
		assertThat(secondColumn()).isEqualTo("title");
	}

	@Test
	void dDescribesTheOriginal() {
		assertThat(secondColumn()).isEqualTo("name");
	}

	@Test
	void eCreatesAType() {
		createAndUseType();
	}

	@Test
	void fCreatesTheTypeAgain() {
		createAndUseType();
		this.jdbc.execute("DROP TABLE mood; DROP TYPE feeling");
	}

	@Test
	void gOnlyWritesRows() {
		session = session();
		readOften();
		this.jdbc.update("INSERT INTO test.person VALUES (2, 'Alan')");
	}

	@Test
	void hGoesOnWithSessionAndPreparedStatements() {
		assertThat(session()).isEqualTo(session);
		assertThat(this.jdbc.queryForObject("SELECT count(*) FROM pg_prepared_statements WHERE NOT from_sql",
				Integer.class))
			.isPositive();
		this.jdbc.execute("TRUNCATE test.person CASCADE");
	}

	@Test
	void iGoesOnWithTheSessionAfterATruncate() {
		assertThat(session()).isEqualTo(session);
	}

	private Map<String, Object> readOften() {
		for (int time = 0; time < 6; time++) {
			row();
		}
		return row();
	}

	private Map<String, Object> row() {
		return this.jdbc.queryForMap("SELECT * FROM test.person WHERE id = ?", 1);
	}

	private String secondColumn() {
		return this.jdbc
			.query("SELECT * FROM test.person",
					(rows, number) -> rows.getMetaData().unwrap(PGResultSetMetaData.class).getBaseColumnName(2))
			.get(0);
	}

	private void createAndUseType() {
		this.jdbc.execute("CREATE TYPE feeling AS ENUM ('sad', 'glad'); CREATE TABLE mood (feelings feeling[])");
		this.jdbc.update("INSERT INTO mood VALUES (?)", (statement) -> statement.setArray(1,
				statement.getConnection().createArrayOf("feeling", new Object[] { "sad", "glad" })));
		assertThat(this.jdbc.queryForObject("SELECT count(*) FROM mood", Integer.class)).isOne();
	}

	private int session() {
		Integer processId = this.jdbc.queryForObject("SELECT pg_backend_pid()", Integer.class);
		assertThat(processId).isNotNull();
		return processId;
	}

}
