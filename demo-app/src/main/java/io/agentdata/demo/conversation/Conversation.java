// SPDX-License-Identifier: Apache-2.0

package io.agentdata.demo.conversation;

import java.time.Instant;

import io.agentdata.demo.user.User;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
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
 * A thread of {@link Message messages} with one user.
 */
@Entity
@Table(name = "conversation_threads")
public class Conversation {

	@Id
	@GeneratedValue(strategy = GenerationType.IDENTITY)
	private @Nullable Long id;

	@ManyToOne(fetch = FetchType.LAZY, optional = false)
	@JoinColumn(name = "user_id")
	private User user;

	private String title;

	@CreationTimestamp
	@Column(updatable = false)
	private @Nullable Instant createdAt;

	/**
	 * Create a conversation without messages.
	 * @param user who talks with the agent
	 * @param title what it is about
	 */
	public Conversation(User user, String title) {
		this.user = user;
		this.title = title;
	}

	/**
	 * Used by JPA only.
	 */
	@SuppressWarnings("NullAway.Init")
	protected Conversation() {
	}

	/**
	 * Return the database's identifier.
	 * @return the identifier, or {@code null} before the conversation is saved
	 */
	public @Nullable Long getId() {
		return this.id;
	}

	/**
	 * Return who talks with the agent.
	 * @return the user
	 */
	public User getUser() {
		return this.user;
	}

	/**
	 * Return what the conversation is about.
	 * @return the title
	 */
	public String getTitle() {
		return this.title;
	}

}
