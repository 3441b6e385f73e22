// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark.suite;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import javax.sql.DataSource;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the timed tests do. Each class of them declares its test methods itself: Spring
 * does not apply the transaction of a class to methods that the class inherits.
 */
@ExtendWith(Repetitions.class)
abstract class MemoryCase {

	/**
	 * URLs of the servers that the tests ran on, without the databases, and what they
	 * are.
	 */
	static final Set<String> SERVERS = ConcurrentHashMap.newKeySet();

	private static final String NEAREST = "At home we speak Spanish.";

	@Autowired
	private ChatThreadRepository threads;

	@Autowired
	private MessageRepository messages;

	@Autowired
	private PlatformTransactionManager transactions;

	@Autowired
	private Environment environment;

	@BeforeAll
	static void noteTheServer(@Autowired DataSource dataSource) throws SQLException {
		try (Connection connection = dataSource.getConnection()) {
			String url = connection.getMetaData().getURL();
			SERVERS.add("%s %s at %s".formatted(connection.getMetaData().getDatabaseProductName(),
					connection.getMetaData().getDatabaseProductVersion(), url.replaceFirst("(//[^/]*|:mem:).*", "$1")));
		}
	}

	final void recall() {
		assertThat(memory().recall()).isEqualTo(NEAREST);
	}

	final void saveThreeMessages() {
		memory().saveThreeMessages();
	}

	/**
	 * Do the same as a service that commits. The tests that the others are compared with
	 * join the test-managed transaction.
	 */
	final void commit() {
		TransactionTemplate transaction = new TransactionTemplate(this.transactions);
		transaction.setPropagationBehaviorName(
				"PROPAGATION_" + this.environment.getProperty("benchmark.propagation", "REQUIRES_NEW"));
		transaction.executeWithoutResult((status) -> recall());
	}

	/**
	 * Let the application's server do the same.
	 */
	final void request() {
		assertThat(MemoryClient.recall(this.environment.getRequiredProperty("local.server.port"))).isEqualTo(NEAREST);
	}

	private Memory memory() {
		return new Memory(this.threads, this.messages);
	}

}
