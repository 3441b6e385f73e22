// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark.suite;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import javax.sql.DataSource;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.domain.Limit;

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

	@Autowired
	private ChatThreadRepository threads;

	@Autowired
	private MessageRepository messages;

	@BeforeAll
	static void noteTheServer(@Autowired DataSource dataSource) throws SQLException {
		try (Connection connection = dataSource.getConnection()) {
			String url = connection.getMetaData().getURL();
			SERVERS.add("%s %s at %s".formatted(connection.getMetaData().getDatabaseProductName(),
					connection.getMetaData().getDatabaseProductVersion(), url.replaceFirst("(//[^/]*|:mem:).*", "$1")));
		}
	}

	final void recall() {
		ChatThread thread = saveThreeMessages();
		assertThat(this.messages.findNearest(thread, embedding(3), Limit.of(1))).extracting(Message::getContent)
			.containsExactly("At home we speak Spanish.");
	}

	final ChatThread saveThreeMessages() {
		ChatThread thread = this.threads.save(new ChatThread("Career change"));
		this.messages.saveAll(List.of(new Message(thread, "My last salary was 58,000 euros.", embedding(1)),
				new Message(thread, "I would like to work four days a week.", embedding(2)),
				new Message(thread, "At home we speak Spanish.", embedding(3))));
		assertThat(this.messages.findByThread(thread)).hasSize(3);
		return thread;
	}

	private static float[] embedding(int seed) {
		Random random = new Random(seed);
		float[] embedding = new float[Message.DIMENSIONS];
		for (int i = 0; i < embedding.length; i++) {
			embedding[i] = (float) random.nextGaussian();
		}
		return embedding;
	}

}
