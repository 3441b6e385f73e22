// SPDX-License-Identifier: Apache-2.0

package io.agentdata.demo.conversation;

import java.time.Instant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import org.hibernate.annotations.CreationTimestamp;
import org.jspecify.annotations.Nullable;

/**
 * One utterance at a fixed position of a {@link Conversation}.
 */
@Entity
@Table(name = "messages")
public class Message {

	@Id
	@GeneratedValue(strategy = GenerationType.IDENTITY)
	private @Nullable Long id;

	@ManyToOne(fetch = FetchType.LAZY, optional = false)
	@JoinColumn(name = "thread_id")
	private Conversation conversation;

	private int position;

	@Enumerated(EnumType.STRING)
	private MessageRole role;

	private String content;

	@CreationTimestamp
	@Column(updatable = false)
	private @Nullable Instant createdAt;

	/**
	 * Create a message.
	 * @param conversation the thread it belongs to
	 * @param position the place in the thread, from 0
	 * @param role who speaks
	 * @param content what is said, not blank
	 */
	public Message(Conversation conversation, int position, MessageRole role, String content) {
		this.conversation = conversation;
		this.position = position;
		this.role = role;
		this.content = content;
	}

	/**
	 * Used by JPA only.
	 */
	@SuppressWarnings("NullAway.Init")
	protected Message() {
	}

	/**
	 * Return the database's identifier.
	 * @return the identifier, or {@code null} before the message is saved
	 */
	public @Nullable Long getId() {
		return this.id;
	}

	/**
	 * Return the thread.
	 * @return the conversation
	 */
	public Conversation getConversation() {
		return this.conversation;
	}

	/**
	 * Return the place in the thread.
	 * @return the position, from 0
	 */
	public int getPosition() {
		return this.position;
	}

	/**
	 * Return who speaks.
	 * @return the role
	 */
	public MessageRole getRole() {
		return this.role;
	}

	/**
	 * Return what is said.
	 * @return the text, never blank
	 */
	public String getContent() {
		return this.content;
	}

}
