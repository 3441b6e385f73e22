// SPDX-License-Identifier: Apache-2.0
package com.example.notes;

import io.agentdata.test.AgentDataTest;
import org.junit.jupiter.api.RepeatedTest;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.transaction.TestTransaction;
import org.springframework.test.jdbc.JdbcTestUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Commits the same unique content in each test. Two forks with four threads each run it
 * and its twin.
 */
@AgentDataTest
@Import(NoteStore.class)
class LeakingTests {

	@Autowired
	private NoteStore notes;

	@Autowired
	private JdbcTemplate jdbc;

	@RepeatedTest(8)
	void commitsTheSameContentAsAllTheOthers() {
		assertThat(JdbcTestUtils.countRowsInTable(this.jdbc, "notes")).isZero();
		TestTransaction.end();
		this.notes.add("same", 1, 0, 0);
		assertThat(this.notes.nearest(2, 1, 0, 0)).containsExactly("same");
	}

}
