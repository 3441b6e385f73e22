// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark.suite;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.domain.Limit;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A test that stores messages under an HNSW index, and asks for those that are nearest to
 * an embedding.
 */
@TestPropertySource(properties = "spring.flyway.locations=classpath:db/migration,classpath:db/vectors")
abstract class RecallCase extends MemoryCase {

	static final int NEAREST = 5;

	private static final int MESSAGES = 30;

	/**
	 * The number of nearest messages that each test has found, in their order.
	 */
	private static final List<Integer> found = new ArrayList<>();

	@Autowired
	private ChatThreadRepository threads;

	@Autowired
	private MessageRepository messages;

	final void recallNearest() {
		Random random = new Random(found.size());
		ChatThread thread = this.threads.save(new ChatThread("Career change"));
		List<Message> saved = this.messages
			.saveAll(Stream.generate(() -> new Message(thread, "A message", Memory.embedding(random)))
				.limit(MESSAGES)
				.toList());
		float[] question = Memory.embedding(random);
		List<Message> nearest = saved.stream()
			.sorted(Comparator.comparingDouble((message) -> distance(message.getEmbedding(), question)))
			.limit(NEAREST)
			.toList();
		List<Message> answer = this.messages.findNearest(question, Limit.of(NEAREST));
		assertThat(saved).containsAll(answer);
		found.add((int) answer.stream().filter(nearest::contains).count());
	}

	/**
	 * Return what the tests since the last call have found.
	 */
	static List<Integer> takeFound() {
		List<Integer> taken = List.copyOf(found);
		found.clear();
		return taken;
	}

	/**
	 * Return the cosine distance.
	 */
	private static double distance(float[] one, float[] other) {
		double product = 0;
		double squares = 0;
		double otherSquares = 0;
		for (int i = 0; i < one.length; i++) {
			product += one[i] * other[i];
			squares += one[i] * one[i];
			otherSquares += other[i] * other[i];
		}
		return 1 - product / Math.sqrt(squares * otherSquares);
	}

}
