// SPDX-License-Identifier: Apache-2.0
package com.example.memory;

import java.time.Instant;

import io.agentdata.test.AgentDataTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jpa.test.autoconfigure.TestEntityManager;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

@AgentDataTest
class ConversationRepositoryTests {

	private static final Instant START = Instant.parse("2026-11-20T08:00:00.123456Z");

	@Autowired
	private ConversationRepository conversations;

	@Autowired
	private TestEntityManager entityManager;

	@Test
	void findByTopicReturnsTheConversationAsSaved() {
		this.conversations.saveAndFlush(new Conversation("career", START));
		this.entityManager.clear();
		assertThat(this.conversations.findByTopic("career"))
			.hasValueSatisfying((conversation) -> assertThat(conversation.getStartedAt()).isEqualTo(START));
	}

	@Test
	void saveFindsNothingOfTheOtherTestWithTheSameUniqueTopic() {
		this.conversations.saveAndFlush(new Conversation("career", START));
		assertThat(this.conversations.count()).isEqualTo(1);
	}

	@Test
	void contextIsSharedWithOtherTestClasses(@Autowired ApplicationContext context) {
		SharedContext.verify(context);
	}

}
