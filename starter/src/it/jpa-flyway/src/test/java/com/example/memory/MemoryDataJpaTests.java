// SPDX-License-Identifier: Apache-2.0
package com.example.memory;

import java.time.Instant;

import io.agentdata.test.AutoConfigureAgentData;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spring Boot's own slice, on the database of {@code @AutoConfigureAgentData}.
 */
@DataJpaTest
@AutoConfigureAgentData
class MemoryDataJpaTests {

	@Autowired
	private ConversationRepository conversations;

	@Test
	void databaseIsPostgresqlWithPgvector(@Autowired JdbcTemplate jdbc) {
		assertThat(jdbc.queryForObject("SELECT version()", String.class)).startsWith("PostgreSQL 17");
		assertThat(jdbc.queryForObject("SELECT '[1,0]'::vector <=> '[0,1]'::vector", Double.class)).isEqualTo(1);
	}

	@Test
	void saveIsRolledBack() {
		assertThat(this.conversations.count()).isZero();
		this.conversations.saveAndFlush(new Conversation("career", Instant.EPOCH));
	}

	@Test
	void saveIsRolledBackInTheOtherTestToo() {
		saveIsRolledBack();
	}

}
