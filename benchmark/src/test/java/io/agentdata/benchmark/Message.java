// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Index;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/**
 * An entity with an identifier from a sequence.
 */
@Entity
@Table(indexes = @Index(name = "message_conversation_idx", columnList = "conversation"))
class Message {

	@Id
	@GeneratedValue(strategy = GenerationType.SEQUENCE)
	private @Nullable Long id;

	private String conversation;

	private String content;

	Message(String conversation, String content) {
		this.conversation = conversation;
		this.content = content;
	}

	@SuppressWarnings("NullAway.Init")
	protected Message() {
	}

	@Nullable Long getId() {
		return this.id;
	}

	String getConversation() {
		return this.conversation;
	}

	String getContent() {
		return this.content;
	}

}
