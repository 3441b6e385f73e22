// SPDX-License-Identifier: Apache-2.0
package com.example.notes;

import io.agentdata.test.AgentDataTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.jdbc.JdbcTestUtils;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

@AgentDataTest
@Import(NoteStore.class)
class NoteStoreTests {

	@Autowired
	private NoteStore notes;

	@Autowired
	private JdbcTemplate jdbc;

	@Test
	void nearestReturnsTheNearestFirst() {
		this.notes.add("far", 0, 1, 0);
		this.notes.add("near", 1, 0.5F, 0);
		assertThat(this.notes.nearest(2, 1, 0, 0)).containsExactly("near", "far");
	}

	@Test
	void addFindsNothingOfTheOtherTestWithTheSameUniqueContent() {
		this.notes.add("far", 0, 1, 0);
		assertThat(JdbcTestUtils.countRowsInTable(this.jdbc, "notes")).isEqualTo(1);
	}

	@Test
	void starterBringsNoJpa() {
		assertThat(ClassUtils.isPresent("org.hibernate.Session", null)).isFalse();
		assertThat(ClassUtils.isPresent("jakarta.persistence.EntityManager", null)).isFalse();
	}

}
