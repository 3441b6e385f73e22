// SPDX-License-Identifier: Apache-2.0
package com.example.memory;

import java.util.Map;

import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import org.hibernate.annotations.Array;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

@Entity
@Table(name = "memories")
public class Memory {

	public static final int DIMENSIONS = 1536;

	@Id
	@GeneratedValue(strategy = GenerationType.IDENTITY)
	private Long id;

	@ManyToOne(fetch = FetchType.LAZY)
	private Conversation conversation;

	private String content;

	@JdbcTypeCode(SqlTypes.VECTOR)
	@Array(length = DIMENSIONS)
	private float[] embedding;

	@JdbcTypeCode(SqlTypes.JSON)
	private Map<String, Object> metadata;

	protected Memory() {
	}

	public Memory(Conversation conversation, String content, float[] embedding, Map<String, Object> metadata) {
		this.conversation = conversation;
		this.content = content;
		this.embedding = embedding;
		this.metadata = metadata;
	}

	public Long getId() {
		return this.id;
	}

	public String getContent() {
		return this.content;
	}

	public float[] getEmbedding() {
		return this.embedding;
	}

	public Map<String, Object> getMetadata() {
		return this.metadata;
	}

}
