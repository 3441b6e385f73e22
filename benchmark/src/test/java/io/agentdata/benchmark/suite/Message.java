// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark.suite;

import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import org.hibernate.annotations.Array;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/**
 * A message with its embedding.
 */
@Entity
@Table(name = "messages")
class Message {

	static final int DIMENSIONS = 384;

	@Id
	@GeneratedValue(strategy = GenerationType.IDENTITY)
	private @Nullable Long id;

	@ManyToOne(fetch = FetchType.LAZY)
	@JoinColumn(name = "thread_id")
	private ChatThread thread;

	private String content;

	@JdbcTypeCode(SqlTypes.VECTOR)
	@Array(length = DIMENSIONS)
	private float[] embedding;

	Message(ChatThread thread, String content, float[] embedding) {
		this.thread = thread;
		this.content = content;
		this.embedding = embedding;
	}

	@SuppressWarnings("NullAway.Init")
	protected Message() {
	}

	@Nullable Long getId() {
		return this.id;
	}

	ChatThread getThread() {
		return this.thread;
	}

	String getContent() {
		return this.content;
	}

	float[] getEmbedding() {
		return this.embedding;
	}

}
