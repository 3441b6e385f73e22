// SPDX-License-Identifier: Apache-2.0

package io.agentdata.demo.memory;

import java.time.Instant;
import java.util.Map;

import io.agentdata.demo.conversation.Message;
import io.agentdata.demo.user.User;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToOne;
import jakarta.persistence.Table;
import org.hibernate.annotations.Array;
import org.hibernate.annotations.CreationTimestamp;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/**
 * A text that can be found by its meaning. It comes either from a message, which belongs
 * to a user, or from an entry of the career guide, which belongs to nobody.
 */
@Entity
@Table(name = "vectors", schema = "agent_memory")
public class MemoryVector {

	/**
	 * The number of elements of each embedding.
	 */
	public static final int DIMENSIONS = 384;

	@Id
	@GeneratedValue(strategy = GenerationType.IDENTITY)
	private @Nullable Long id;

	@ManyToOne(fetch = FetchType.LAZY)
	@JoinColumn(name = "user_id")
	private @Nullable User user;

	@OneToOne(fetch = FetchType.LAZY)
	@JoinColumn(name = "message_id")
	private @Nullable Message message;

	private @Nullable String guideEntry;

	@JdbcTypeCode(SqlTypes.VECTOR)
	@Array(length = DIMENSIONS)
	private float[] embedding;

	private String content;

	@JdbcTypeCode(SqlTypes.JSON)
	private Map<String, Object> metadata;

	@CreationTimestamp
	@Column(updatable = false)
	private @Nullable Instant createdAt;

	/**
	 * Used by JPA only.
	 */
	@SuppressWarnings("NullAway.Init")
	protected MemoryVector() {
	}

	private MemoryVector(String content, float[] embedding, Map<String, Object> metadata) {
		this.content = content;
		this.embedding = embedding;
		this.metadata = metadata;
	}

	/**
	 * Create the vector of a message.
	 * @param message a saved message
	 * @param embedding the embedding of its content, {@value #DIMENSIONS} elements
	 * @return a vector that belongs to the user of the conversation
	 */
	public static MemoryVector ofMessage(Message message, float[] embedding) {
		MemoryVector vector = new MemoryVector(message.getContent(), embedding,
				Map.of("role", message.getRole().name()));
		vector.user = message.getConversation().getUser();
		vector.message = message;
		return vector;
	}

	/**
	 * Create the vector of an entry of the career guide.
	 * @param guideEntry the identifier of the entry
	 * @param content the text to be found
	 * @param embedding the embedding of the content, {@value #DIMENSIONS} elements
	 * @param metadata more about the entry by name, possibly empty
	 * @return a vector that belongs to no user
	 */
	public static MemoryVector ofGuideEntry(String guideEntry, String content, float[] embedding,
			Map<String, Object> metadata) {
		MemoryVector vector = new MemoryVector(content, embedding, metadata);
		vector.guideEntry = guideEntry;
		return vector;
	}

	/**
	 * Return the database's identifier.
	 * @return the identifier, or {@code null} before the vector is saved
	 */
	public @Nullable Long getId() {
		return this.id;
	}

	/**
	 * Return the embedding of the content.
	 * @return {@value #DIMENSIONS} elements
	 */
	public float[] getEmbedding() {
		return this.embedding;
	}

	/**
	 * Return the text.
	 * @return the text, never blank
	 */
	public String getContent() {
		return this.content;
	}

	/**
	 * Return more about the text.
	 * @return the values by name, possibly empty
	 */
	public Map<String, Object> getMetadata() {
		return this.metadata;
	}

}
