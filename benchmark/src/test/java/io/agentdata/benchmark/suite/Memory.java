// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark.suite;

import java.util.List;
import java.util.Random;

import org.springframework.data.domain.Limit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is done in a test, or by a request of it.
 *
 * @param threads stored threads
 * @param messages stored messages
 */
record Memory(ChatThreadRepository threads, MessageRepository messages) {

	/**
	 * Save a thread with three messages, and search the nearest.
	 * @return the content of the nearest message
	 */
	String recall() {
		ChatThread thread = saveThreeMessages();
		return this.messages.findNearest(thread, embedding(3), Limit.of(1)).get(0).getContent();
	}

	/**
	 * Save a thread with three messages, and read them.
	 * @return the thread
	 */
	ChatThread saveThreeMessages() {
		ChatThread thread = this.threads.save(new ChatThread("Career change"));
		this.messages.saveAll(List.of(new Message(thread, "My last salary was 58,000 euros.", embedding(1)),
				new Message(thread, "I would like to work four days a week.", embedding(2)),
				new Message(thread, "At home we speak Spanish.", embedding(3))));
		assertThat(this.messages.findByThread(thread)).hasSize(3);
		return thread;
	}

	private static float[] embedding(int seed) {
		return embedding(new Random(seed));
	}

	/**
	 * Return an embedding at random.
	 * @return {@value Message#DIMENSIONS} elements
	 */
	static float[] embedding(Random random) {
		float[] embedding = new float[Message.DIMENSIONS];
		for (int i = 0; i < embedding.length; i++) {
			embedding[i] = (float) random.nextGaussian();
		}
		return embedding;
	}

}
