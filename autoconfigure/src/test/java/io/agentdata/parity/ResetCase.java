// SPDX-License-Identifier: Apache-2.0
package io.agentdata.parity;

import io.agentdata.database.Engine;
import io.agentdata.test.Isolated;
import io.agentdata.test.Isolation;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that commit, of which the second finds the session of the first, and nothing
 * else.
 */
@Isolated(Isolation.RESET)
@TestMethodOrder(MethodOrderer.MethodName.class)
abstract class ResetCase {

	private static String session;

	@Autowired
	private JdbcClient jdbc;

	@Test
	void firstCommits() {
		this.jdbc.sql("INSERT INTO passage (embedding) VALUES (NULL)").update();
		session = session();
	}

	@Test
	void secondFindsTheSessionAndNothingElse() {
		assertThat(this.jdbc.sql("SELECT count(*) FROM passage").query(Integer.class).single()).isZero();
		assertThat(session()).isEqualTo(session);
	}

	/**
	 * Return what tells the session from others.
	 */
	String session() {
		return this.jdbc.sql("SELECT pg_backend_pid()").query(String.class).single();
	}

	JdbcClient jdbc() {
		return this.jdbc;
	}

	static Class<? extends ResetCase> on(Engine engine) {
		return switch (engine) {
			case EMBEDDED -> Embedded.class;
			case CONTAINER -> Container.class;
			case EXTERNAL -> External.class;
			case PGLITE -> Pglite.class;
			case H2 -> H2.class;
			case PRODUCTION -> throw new IllegalArgumentException("No test runs on the production database");
		};
	}

	@OnEmbedded
	static class Embedded extends ResetCase {

	}

	@OnContainer
	static class Container extends ResetCase {

	}

	@OnExternal
	static class External extends ResetCase implements SharedServerAddress {

	}

	@OnPglite
	static class Pglite extends ResetCase {

	}

	@OnH2
	static class H2 extends ResetCase {

		@Override
		String session() {
			return jdbc().sql("SELECT session_start FROM information_schema.sessions WHERE session_id = SESSION_ID()")
				.query(String.class)
				.single();
		}

	}

}
