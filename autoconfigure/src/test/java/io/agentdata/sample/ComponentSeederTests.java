// SPDX-License-Identifier: Apache-2.0
package io.agentdata.sample;

import io.agentdata.test.AgentDataTest;
import org.junit.jupiter.api.RepeatedTest;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the slice takes seeders that are components.
 */
@AgentDataTest
class ComponentSeederTests {

	@Autowired
	private JdbcClient jdbc;

	@RepeatedTest(2)
	void rowsAreThereOnce() {
		assertThat(this.jdbc.sql("SELECT title FROM note").query(String.class).list()).containsExactly("seeded");
		this.jdbc.sql("DELETE FROM note").update();
	}

}
