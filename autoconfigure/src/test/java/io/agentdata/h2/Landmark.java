// SPDX-License-Identifier: Apache-2.0
package io.agentdata.h2;

import java.util.Map;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import org.hibernate.annotations.Array;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/**
 * An entity with vectors of several dimensions.
 */
@Entity
class Landmark {

	@Id
	Integer id;

	@JdbcTypeCode(SqlTypes.VECTOR)
	@Array(length = 3)
	float[] small;

	@JdbcTypeCode(SqlTypes.VECTOR)
	@Array(length = 384)
	float[] medium;

	@JdbcTypeCode(SqlTypes.VECTOR_FLOAT32)
	@Array(length = 1536)
	float[] large;

	@JdbcTypeCode(SqlTypes.JSON)
	Map<String, Object> details;

	Landmark(int id) {
		this.id = id;
	}

	Landmark() {
	}

}
