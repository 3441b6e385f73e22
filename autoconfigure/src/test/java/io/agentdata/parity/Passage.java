// SPDX-License-Identifier: Apache-2.0
package io.agentdata.parity;

import java.util.Map;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import org.hibernate.annotations.Array;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/**
 * A piece of a text, with its embedding.
 */
@Entity
class Passage {

	static final int DIMENSIONS = 1536;

	@Id
	@GeneratedValue(strategy = GenerationType.IDENTITY)
	Long id;

	@JdbcTypeCode(SqlTypes.VECTOR)
	@Array(length = DIMENSIONS)
	float[] embedding;

	@JdbcTypeCode(SqlTypes.JSON)
	Map<String, Object> metadata;

}
