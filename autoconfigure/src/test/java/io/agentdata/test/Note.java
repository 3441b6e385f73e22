// SPDX-License-Identifier: Apache-2.0
package io.agentdata.test;

import java.util.Map;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import org.hibernate.annotations.Array;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/**
 * A note with an embedding of 1536 dimensions.
 */
@Entity
class Note {

	@Id
	@GeneratedValue(strategy = GenerationType.IDENTITY)
	Long id;

	String title;

	@JdbcTypeCode(SqlTypes.JSON)
	Map<String, Object> details = Map.of();

	@JdbcTypeCode(SqlTypes.VECTOR)
	@Array(length = 1536)
	float[] embedding;

	protected Note() {
	}

	Note(String title, float first) {
		this.title = title;
		this.embedding = new float[1536];
		this.embedding[0] = first;
		this.embedding[1] = 1;
	}

}
