// SPDX-License-Identifier: Apache-2.0

package io.agentdata.demo.memory;

import java.util.List;

import io.agentdata.demo.conversation.Conversation;
import io.agentdata.demo.conversation.ConversationRepository;
import io.agentdata.demo.conversation.Message;
import io.agentdata.demo.conversation.MessageRepository;
import io.agentdata.demo.conversation.MessageRole;
import io.agentdata.demo.user.User;
import io.agentdata.demo.user.UserRepository;
import io.agentdata.test.AgentDataTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for the order, the borders and the refusals of {@link ConversationMemory}.
 */
@AgentDataTest
@Import(MemoryConfiguration.class)
class ConversationMemoryRulesTests {

	@Autowired
	private UserRepository users;

	@Autowired
	private ConversationRepository conversations;

	@Autowired
	private MessageRepository messages;

	@Autowired
	private MemoryVectorRepository vectors;

	@Autowired
	private ConversationMemory memory;

	private User ada;

	private Conversation chat;

	@BeforeEach
	void startConversation() {
		this.ada = this.users.save(new User("ada@example.com"));
		this.chat = this.memory.start(this.ada, "Interview");
	}

	@Test
	void rememberAppendsToTheEndOfTheConversation() {
		this.memory.remember(this.chat, MessageRole.USER, "I have an interview on Monday.");
		this.memory.remember(this.chat, MessageRole.ASSISTANT, "What worries you about it?");
		this.memory.remember(this.chat, MessageRole.USER, "The questions about my weaknesses.");
		List<Message> thread = this.messages.findByConversationOrderByPosition(this.chat);
		assertThat(thread).extracting(Message::getPosition).containsExactly(0, 1, 2);
		assertThat(thread).extracting(Message::getContent)
			.containsExactly("I have an interview on Monday.", "What worries you about it?",
					"The questions about my weaknesses.");
	}

	@Test
	void recallReturnsTheNearestFirstWithGrowingDistances() {
		this.memory.remember(this.chat, MessageRole.USER, "My manager shouts at me.");
		this.memory.remember(this.chat, MessageRole.USER, "I collect stamps.");
		this.memory.remember(this.chat, MessageRole.USER, "My boss gave me a present.");
		List<Recollection> recollections = this.memory.recall(this.ada, "Why am I afraid of my manager?", 5);
		assertThat(recollections).extracting(Recollection::content)
			.containsExactly("My manager shouts at me.", "My boss gave me a present.", "I collect stamps.");
		assertThat(recollections).extracting(Recollection::distance).isSorted();
	}

	@Test
	void recallIgnoresWhatOthersHaveSaid() {
		User grace = this.users.save(new User("grace@example.com"));
		Conversation other = this.memory.start(grace, "Salary");
		this.memory.remember(other, MessageRole.USER, "I earn 70,000 a year.");
		this.memory.remember(this.chat, MessageRole.USER, "I live in Lisbon.");
		assertThat(this.memory.recall(this.ada, "I earn 70,000 a year.", 5)).extracting(Recollection::content)
			.containsExactly("I live in Lisbon.");
	}

	@Test
	void recallWhenNothingWasSaidIsEmpty() {
		assertThat(this.memory.recall(this.ada, "Where do I live?", 5)).isEmpty();
	}

	@Test
	void startWhenTitleIsBlankIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.memory.start(this.ada, " "))
			.withMessage("Cannot start a conversation without a title: say in a few words what it is about");
	}

	@Test
	void rememberWhenTextIsBlankStoresNothing() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.memory.remember(this.chat, MessageRole.USER, " "))
			.withMessage("Cannot remember a blank message: give it a text");
		assertThat(this.messages.count()).isZero();
		assertThat(this.vectors.count()).isZero();
	}

	@Test
	void rememberWhenConversationIsUnsavedIsRefused() {
		Conversation unsaved = new Conversation(this.ada, "Draft");
		assertThatIllegalArgumentException().isThrownBy(() -> this.memory.remember(unsaved, MessageRole.USER, "Hello"))
			.withMessage("Cannot remember a message of an unsaved conversation: start the conversation first");
	}

	@Test
	void rememberWhenConversationIsDeletedIsRefused() {
		this.conversations.delete(this.chat);
		this.conversations.flush();
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.memory.remember(this.chat, MessageRole.USER, "Hello"))
			.withMessage("Cannot remember a message of conversation %d: it does not exist; start another one"
				.formatted(this.chat.getId()));
	}

	@Test
	void recallWhenTextIsBlankIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.memory.recall(this.ada, "", 1))
			.withMessage("Cannot recall by a blank text: ask a question or give a few words");
	}

	@Test
	void recallWhenLimitIsOutOfRangeIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.memory.recall(this.ada, "Salary", 0))
			.withMessage("Cannot recall 0 messages: ask for 1 to 100");
		assertThatIllegalArgumentException().isThrownBy(() -> this.memory.recall(this.ada, "Salary", 101))
			.withMessage("Cannot recall 101 messages: ask for 1 to 100");
	}

}
