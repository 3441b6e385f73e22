// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import io.agentdata.test.AgentDataTest;
import io.agentdata.test.Isolated;
import io.agentdata.test.Isolation;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that fail after they have written a row, and one that passes. They are run by
 * {@link FailedTestsTests} in a JVM of their own.
 */
@AgentDataTest
@TestMethodOrder(MethodOrderer.MethodName.class)
class FailingCase {

	@Autowired
	private JdbcClient jdbc;

	@Test
	void auto() {
		writeAndFail("auto");
	}

	@Test
	@Isolated(Isolation.CLONE_METHOD)
	void cloneMethod() {
		writeAndFail("cloneMethod");
	}

	@Test
	@Isolated(Isolation.ROLLBACK)
	void rollback() {
		writeAndFail("rollback");
	}

	@Test
	@Isolated(Isolation.RESET)
	void reset() {
		writeAndFail("reset");
	}

	@Test
	@Isolated(Isolation.RESET)
	void resetWithARefusedStatement() {
		write("resetWithARefusedStatement");
		this.jdbc.sql("SELECT 1 / 0").query().singleValue();
	}

	@Test
	void zPasses() {
		assertThat(this.jdbc.sql("SELECT count(*) FROM note").query(Long.class).single()).isZero();
	}

	private void writeAndFail(String test) {
		write(test);
		throw new AssertionError("meant to fail");
	}

	private void write(String test) {
		this.jdbc.sql("INSERT INTO note (title) VALUES (?)").param(test).update();
	}

}
