// SPDX-License-Identifier: Apache-2.0

package io.agentdata.demo.memory;

import io.agentdata.demo.conversation.Conversation;
import io.agentdata.demo.conversation.MessageRole;
import io.agentdata.demo.user.User;
import io.agentdata.demo.user.UserRepository;
import io.agentdata.test.AgentDataTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ConversationMemory}, as the README quotes them.
 */
@AgentDataTest
@Import(MemoryConfiguration.class)
class ConversationMemoryTests {

	@Autowired
	private UserRepository users;

	@Autowired
	private ConversationMemory memory;

	@Test
	void recallsTheNearestMessage() {
		User ada = this.users.save(new User("ada@example.com"));
		Conversation chat = this.memory.start(ada, "Career change");
		this.memory.remember(chat, MessageRole.USER, "My last salary was 58,000 euros.");
		this.memory.remember(chat, MessageRole.USER, "I would like to work four days a week.");
		this.memory.remember(chat, MessageRole.USER, "At home we speak Spanish.");
		assertThat(this.memory.recall(ada, "Which languages do I know?", 1)).extracting(Recollection::content)
			.containsExactly("At home we speak Spanish.");
	}

}
