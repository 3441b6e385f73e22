// SPDX-License-Identifier: Apache-2.0

package io.agentdata.demo.conversation;

import io.agentdata.demo.user.User;
import io.agentdata.demo.user.UserRepository;
import io.agentdata.test.AgentDataTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jpa.test.autoconfigure.TestEntityManager;
import org.springframework.dao.DataIntegrityViolationException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link MessageRepository}.
 */
@AgentDataTest
class MessageRepositoryTests {

	@Autowired
	private UserRepository users;

	@Autowired
	private ConversationRepository conversations;

	@Autowired
	private MessageRepository messages;

	@Autowired
	private TestEntityManager entityManager;

	private Conversation conversation;

	@BeforeEach
	void startConversation() {
		User ada = this.users.save(new User("ada@example.com"));
		this.conversation = this.conversations.save(new Conversation(ada, "Career change"));
	}

	@Test
	void findByConversationReturnsMessagesByPositionAndNotByArrival() {
		this.messages.save(new Message(this.conversation, 2, MessageRole.USER, "Thank you"));
		this.messages.save(new Message(this.conversation, 0, MessageRole.USER, "Hello"));
		this.messages.save(new Message(this.conversation, 1, MessageRole.ASSISTANT, "How can I help?"));
		assertThat(this.messages.findByConversationOrderByPosition(this.conversation)).extracting(Message::getContent)
			.containsExactly("Hello", "How can I help?", "Thank you");
	}

	@Test
	void nextPositionCountsOneConversationOnly() {
		Conversation other = this.conversations.save(new Conversation(this.conversation.getUser(), "Salary"));
		this.messages.save(new Message(this.conversation, 0, MessageRole.USER, "Hello"));
		assertThat(this.messages.nextPosition(this.conversation)).isEqualTo(1);
		assertThat(this.messages.nextPosition(other)).isZero();
	}

	@Test
	void saveWhenPositionIsTakenIsRefusedByTheDatabase() {
		this.messages.saveAndFlush(new Message(this.conversation, 0, MessageRole.USER, "Hello"));
		assertThatExceptionOfType(DataIntegrityViolationException.class).isThrownBy(
				() -> this.messages.saveAndFlush(new Message(this.conversation, 0, MessageRole.USER, "Hello again")))
			.withMessageContaining("messages_thread_id_position_key");
	}

	@Test
	void saveWhenContentIsBlankIsRefusedByTheDatabase() {
		assertThatExceptionOfType(DataIntegrityViolationException.class)
			.isThrownBy(() -> this.messages.saveAndFlush(new Message(this.conversation, 0, MessageRole.USER, " \n")))
			.withMessageContaining("messages_content_check");
	}

	@Test
	void deleteOfTheUserDeletesTheMessages() {
		this.messages.saveAndFlush(new Message(this.conversation, 0, MessageRole.USER, "Hello"));
		this.entityManager.clear();
		this.users.deleteById(this.conversation.getUser().getId());
		this.users.flush();
		assertThat(this.messages.count()).isZero();
	}

}
