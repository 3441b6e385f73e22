// SPDX-License-Identifier: Apache-2.0
package io.agentdata.h2;

import java.time.Instant;
import java.util.Map;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.Array;
import org.hibernate.annotations.CreationTimestamp;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/**
 * An entity on a table of the demo.
 */
@Entity
@Table(name = "vectors", schema = "agent_memory")
class StoredMemory {

	@Id
	@GeneratedValue(strategy = GenerationType.IDENTITY)
	Long id;

	@Column(name = "guide_entry")
	String guideEntry;

	@JdbcTypeCode(SqlTypes.VECTOR)
	@Array(length = 384)
	float[] embedding;

	String content;

	@JdbcTypeCode(SqlTypes.JSON)
	Map<String, Object> metadata;

	@CreationTimestamp
	@Column(name = "created_at", updatable = false)
	Instant createdAt;

	StoredMemory(String guideEntry, double degrees) {
		this.guideEntry = guideEntry;
		this.content = "Question of " + guideEntry;
		this.metadata = Map.of("answer", "Answer of " + guideEntry);
		this.embedding = direction(384, degrees);
	}

	protected StoredMemory() {
	}

	static float[] direction(int dimensions, double degrees) {
		float[] vector = new float[dimensions];
		vector[0] = (float) Math.cos(Math.toRadians(degrees));
		vector[1] = (float) Math.sin(Math.toRadians(degrees));
		return vector;
	}

}
