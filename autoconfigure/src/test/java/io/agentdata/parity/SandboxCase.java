// SPDX-License-Identifier: Apache-2.0
package io.agentdata.parity;

import io.agentdata.database.Engine;
import io.agentdata.test.Isolated;
import io.agentdata.test.Isolation;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A test in a sandbox, in which a transaction of its own sees the rows of the test's.
 */
@Isolated(Isolation.SANDBOX)
@Transactional
abstract class SandboxCase {

	@Autowired
	private JdbcClient jdbc;

	@Autowired
	private PlatformTransactionManager transactions;

	@Test
	void otherTransactionsSeeTheRowsOfTheTest() {
		this.jdbc.sql("INSERT INTO passage (embedding) VALUES (NULL)").update();
		TransactionTemplate another = new TransactionTemplate(this.transactions);
		another.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
		assertThat(another
			.<Integer>execute((status) -> this.jdbc.sql("SELECT count(*) FROM passage").query(Integer.class).single()))
			.isOne();
	}

	static Class<? extends SandboxCase> on(Engine engine) {
		return switch (engine) {
			case EMBEDDED -> Embedded.class;
			case CONTAINER -> Container.class;
			case EXTERNAL -> External.class;
			case PGLITE -> Pglite.class;
			case H2 -> H2.class;
			case PRODUCTION -> throw new IllegalArgumentException("The production database has no sandbox");
		};
	}

	@OnEmbedded
	static class Embedded extends SandboxCase {

	}

	@OnContainer
	static class Container extends SandboxCase {

	}

	@OnExternal
	static class External extends SandboxCase implements SharedServerAddress {

	}

	@OnPglite
	static class Pglite extends SandboxCase {

	}

	@OnH2
	static class H2 extends SandboxCase {

	}

}
