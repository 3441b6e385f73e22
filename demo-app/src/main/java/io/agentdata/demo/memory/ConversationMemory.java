// SPDX-License-Identifier: Apache-2.0

package io.agentdata.demo.memory;

import java.util.List;

import dev.langchain4j.model.embedding.EmbeddingModel;
import io.agentdata.demo.conversation.Conversation;
import io.agentdata.demo.conversation.ConversationRepository;
import io.agentdata.demo.conversation.Message;
import io.agentdata.demo.conversation.MessageRepository;
import io.agentdata.demo.conversation.MessageRole;
import io.agentdata.demo.user.User;

import org.springframework.data.domain.Limit;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * Remembers what was said, to recall it by its meaning.
 */
@Transactional
public class ConversationMemory {

	private static final int MAX_RECOLLECTIONS = 100;

	private final ConversationRepository conversations;

	private final MessageRepository messages;

	private final MemoryVectorRepository vectors;

	private final EmbeddingModel embeddingModel;

	ConversationMemory(ConversationRepository conversations, MessageRepository messages, MemoryVectorRepository vectors,
			EmbeddingModel embeddingModel) {
		this.conversations = conversations;
		this.messages = messages;
		this.vectors = vectors;
		this.embeddingModel = embeddingModel;
	}

	/**
	 * Start a conversation without messages.
	 * @param user a saved user
	 * @param title what it is about, not blank
	 * @return the saved conversation
	 */
	public Conversation start(User user, String title) {
		Assert.isTrue(StringUtils.hasText(title),
				"Cannot start a conversation without a title: say in a few words what it is about");
		return this.conversations.save(new Conversation(user, title));
	}

	/**
	 * Append a message to a conversation.
	 * @param conversation a saved conversation
	 * @param role who speaks
	 * @param text what is said, not blank
	 * @return the saved message
	 * @throws IllegalArgumentException if the text is blank or the conversation does not
	 * exist; nothing is stored then
	 */
	public Message remember(Conversation conversation, MessageRole role, String text) {
		Assert.isTrue(StringUtils.hasText(text), "Cannot remember a blank message: give it a text");
		float[] embedding = embed(text);
		Conversation locked = lock(conversation);
		Message message = this.messages.save(new Message(locked, this.messages.nextPosition(locked), role, text));
		this.vectors.save(MemoryVector.ofMessage(message, embedding));
		return message;
	}

	/**
	 * Recall what a user's conversations say about something.
	 * @param user whose conversations
	 * @param text a question or a few words, not blank
	 * @param limit how many messages at most, from 1 to 100
	 * @return the messages, nearest first; fewer than {@code limit} if there are no more
	 * @throws IllegalArgumentException if the text is blank or the limit is out of range
	 */
	@Transactional(readOnly = true)
	public List<Recollection> recall(User user, String text, int limit) {
		Assert.isTrue(StringUtils.hasText(text), "Cannot recall by a blank text: ask a question or give a few words");
		Assert.isTrue(limit >= 1 && limit <= MAX_RECOLLECTIONS,
				() -> "Cannot recall %s messages: ask for 1 to %s".formatted(limit, MAX_RECOLLECTIONS));
		return this.vectors.findNearestMessages(user, embed(text), Limit.of(limit));
	}

	private Conversation lock(Conversation conversation) {
		Long id = conversation.getId();
		if (id == null) {
			throw new IllegalArgumentException(
					"Cannot remember a message of an unsaved conversation: start the conversation first");
		}
		return this.conversations.findByIdForAppend(id)
			.orElseThrow(() -> new IllegalArgumentException(
					"Cannot remember a message of conversation %s: it does not exist; start another one"
						.formatted(id)));
	}

	private float[] embed(String text) {
		return this.embeddingModel.embed(text).content().vector();
	}

}
