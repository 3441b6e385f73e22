// SPDX-License-Identifier: Apache-2.0
package io.agentdata.test;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the schema exists without a migration tool, vectors included.
 */
@AgentDataTest(properties = "spring.flyway.enabled=false")
class SchemaFromEntitiesTests {

	@Autowired
	private NoteRepository notes;

	@Test
	void hibernateMakesTheTables() {
		this.notes.saveAndFlush(new Note("made from the entity", 1));
		assertThat(this.notes.findNearest(new Note("query", 1).embedding)).hasSize(1);
	}

}
