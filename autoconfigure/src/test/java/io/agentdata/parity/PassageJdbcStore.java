// SPDX-License-Identifier: Apache-2.0
package io.agentdata.parity;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.agentdata.test.Neighbor;
import io.agentdata.test.VectorDistance;
import io.agentdata.test.VectorStoreUnderTest;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Passages through JDBC, in the SQL of pgvector.
 *
 * @param jdbc the database
 */
record PassageJdbcStore(JdbcClient jdbc) implements VectorStoreUnderTest<Long> {

	private static final JsonMapper JSON = new JsonMapper();

	private static final Map<VectorDistance, String> OPERATORS = Map.of(VectorDistance.L2, "<->", VectorDistance.COSINE,
			"<=>", VectorDistance.INNER_PRODUCT, "<#>", VectorDistance.L1, "<+>");

	@Override
	public int dimensions() {
		return Passage.DIMENSIONS;
	}

	@Override
	public Set<VectorDistance> distances() {
		return OPERATORS.keySet();
	}

	@Override
	public Long insert(float[] vector, Map<String, Object> metadata) {
		return this.jdbc.sql("INSERT INTO passage (embedding, metadata) VALUES (?::vector, ?::jsonb) RETURNING id")
			.param(text(vector))
			.param(JSON.writeValueAsString(metadata))
			.query(Long.class)
			.single();
	}

	@Override
	public void update(Long id, float[] vector, Map<String, Object> metadata) {
		this.jdbc.sql("UPDATE passage SET embedding = ?::vector, metadata = ?::jsonb WHERE id = ?")
			.param(text(vector))
			.param(JSON.writeValueAsString(metadata))
			.param(id)
			.update();
	}

	@Override
	public void delete(Long id) {
		this.jdbc.sql("DELETE FROM passage WHERE id = ?").param(id).update();
	}

	@Override
	public List<Neighbor<Long>> nearest(float[] query, VectorDistance distance, int limit, Map<String, Object> filter) {
		return this.jdbc.sql("""
				SELECT id, embedding %s ?::vector AS distance FROM passage
				WHERE embedding IS NOT NULL AND metadata @> ?::jsonb
				ORDER BY distance LIMIT ?""".formatted(OPERATORS.get(distance)))
			.param(text(query))
			.param(JSON.writeValueAsString(filter))
			.param(limit)
			.query((row, number) -> new Neighbor<>(row.getLong("id"), row.getDouble("distance")))
			.list();
	}

	private static String text(float[] vector) {
		return (vector != null) ? Arrays.toString(vector) : null;
	}

}
