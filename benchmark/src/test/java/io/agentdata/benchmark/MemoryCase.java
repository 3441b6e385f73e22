// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark;

import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import io.agentdata.database.DatabaseFactory;
import io.agentdata.test.AgentDataTest;
import io.agentdata.test.Isolation;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest;
import org.springframework.boot.jdbc.test.autoconfigure.AutoConfigureTestDatabase;
import org.springframework.boot.jdbc.test.autoconfigure.AutoConfigureTestDatabase.Replace;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The tests that are timed, the same ones in each isolation. The nested cases differ in
 * their annotation only. Each declares its test methods itself: Spring does not apply the
 * transaction of a class to methods that the class inherits.
 */
@ExtendWith(Repetitions.class)
abstract class MemoryCase {

	/**
	 * Hosts and ports of the servers that the tests ran on.
	 */
	static final Set<String> SERVERS = ConcurrentHashMap.newKeySet();

	private static final AtomicInteger CONVERSATIONS = new AtomicInteger();

	@Autowired
	private MessageRepository messages;

	@BeforeAll
	static void noteTheServer(@Autowired DataSource dataSource) throws SQLException {
		try (Connection connection = dataSource.getConnection()) {
			String url = connection.getMetaData().getURL();
			SERVERS.add(URI.create(url.substring("jdbc:".length())).getAuthority());
		}
	}

	final void saveThreeMessages() {
		String conversation = "conversation " + CONVERSATIONS.incrementAndGet();
		this.messages.saveAll(List.of(new Message(conversation, "My last salary was 58,000 euros."),
				new Message(conversation, "I would like to work four days a week."),
				new Message(conversation, "At home we speak Spanish.")));
		assertThat(this.messages.findByConversation(conversation)).hasSize(3);
	}

	/**
	 * Boot's own slice, as if the server were any other.
	 */
	@DataJpaTest(showSql = false)
	@AutoConfigureTestDatabase(replace = Replace.NONE)
	static class PlainCase extends MemoryCase {

		@DynamicPropertySource
		static void useTheServer(DynamicPropertyRegistry registry) {
			DatabaseFactory factory = IsolationBenchmark.factory();
			registry.add("spring.datasource.url", () -> factory.database("plain").config().url());
			registry.add("spring.datasource.username", () -> factory.database("plain").config().username());
			registry.add("spring.datasource.password", () -> factory.database("plain").config().password());
		}

		@TestTemplate
		void savesThreeMessages() {
			saveThreeMessages();
		}

		@TestTemplate
		void doesNothing() {
		}

	}

	/**
	 * {@link Isolation#ROLLBACK}.
	 */
	@AgentDataTest(isolation = Isolation.ROLLBACK)
	static class RollbackCase extends MemoryCase {

		@TestTemplate
		void savesThreeMessages() {
			saveThreeMessages();
		}

		@TestTemplate
		void doesNothing() {
		}

	}

	/**
	 * {@link Isolation#AUTO}.
	 */
	@AgentDataTest(isolation = Isolation.AUTO)
	static class AutoCase extends MemoryCase {

		@TestTemplate
		void savesThreeMessages() {
			saveThreeMessages();
		}

		@TestTemplate
		void doesNothing() {
		}

	}

	/**
	 * {@link Isolation#SANDBOX}.
	 */
	@AgentDataTest(isolation = Isolation.SANDBOX)
	static class SandboxCase extends MemoryCase {

		@TestTemplate
		void savesThreeMessages() {
			saveThreeMessages();
		}

		@TestTemplate
		void doesNothing() {
		}

	}

	/**
	 * {@link Isolation#CLONE_METHOD}.
	 */
	@AgentDataTest(isolation = Isolation.CLONE_METHOD)
	static class CloneMethodCase extends MemoryCase {

		@TestTemplate
		void savesThreeMessages() {
			saveThreeMessages();
		}

		@TestTemplate
		void doesNothing() {
		}

	}

	/**
	 * {@link Isolation#CLONE_CLASS}.
	 */
	@AgentDataTest(isolation = Isolation.CLONE_CLASS)
	static class CloneClassCase extends MemoryCase {

		@TestTemplate
		void savesThreeMessages() {
			saveThreeMessages();
		}

		@TestTemplate
		void doesNothing() {
		}

	}

}
