// SPDX-License-Identifier: Apache-2.0
package com.example.notes;

import io.agentdata.test.AutoConfigureAgentData;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jdbc.test.autoconfigure.JdbcTest;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spring Boot's own slice, on the database of {@code @AutoConfigureAgentData}.
 */
@JdbcTest
@AutoConfigureAgentData
@Import(NoteStore.class)
class NoteStoreJdbcTests {

	@Autowired
	private NoteStore notes;

	@Test
	void databaseIsPostgresqlWithPgvector(@Autowired JdbcTemplate jdbc) {
		assertThat(jdbc.queryForObject("SELECT version()", String.class)).startsWith("PostgreSQL 17");
		assertThat(this.notes.nearest(1, 1, 0, 0)).isEmpty();
	}

	@Test
	void addIsRolledBack() {
		this.notes.add("near", 1, 0, 0);
		assertThat(this.notes.nearest(2, 1, 0, 0)).containsExactly("near");
	}

	@Test
	void addIsRolledBackInTheOtherTestToo() {
		addIsRolledBack();
	}

}
