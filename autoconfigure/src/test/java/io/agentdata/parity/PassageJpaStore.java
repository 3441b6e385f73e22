// SPDX-License-Identifier: Apache-2.0
package io.agentdata.parity;

import java.util.List;
import java.util.Map;
import java.util.Set;

import io.agentdata.test.Neighbor;
import io.agentdata.test.VectorDistance;
import io.agentdata.test.VectorStoreUnderTest;
import jakarta.persistence.EntityManager;

import org.springframework.transaction.support.TransactionOperations;

/**
 * Passages through Hibernate, in HQL that all engines understand.
 *
 * @param entityManager Hibernate
 * @param transactions where each call belongs
 */
record PassageJpaStore(EntityManager entityManager,
		TransactionOperations transactions) implements VectorStoreUnderTest<Long> {

	private static final Map<VectorDistance, String> FUNCTIONS = Map.of(VectorDistance.L2, "euclidean_distance",
			VectorDistance.COSINE, "cosine_distance", VectorDistance.INNER_PRODUCT, "negative_inner_product",
			VectorDistance.L1, "l1_distance");

	@Override
	public int dimensions() {
		return Passage.DIMENSIONS;
	}

	@Override
	public Set<VectorDistance> distances() {
		return FUNCTIONS.keySet();
	}

	@Override
	public Long insert(float[] vector, Map<String, Object> metadata) {
		return this.transactions.execute((status) -> {
			Passage passage = new Passage();
			passage.embedding = vector;
			passage.metadata = metadata;
			this.entityManager.persist(passage);
			return passage.id;
		});
	}

	@Override
	public void update(Long id, float[] vector, Map<String, Object> metadata) {
		this.transactions.executeWithoutResult((status) -> {
			Passage passage = this.entityManager.find(Passage.class, id);
			passage.embedding = vector;
			passage.metadata = metadata;
			this.entityManager.flush();
		});
	}

	@Override
	public void delete(Long id) {
		this.transactions
			.executeWithoutResult((status) -> this.entityManager.remove(this.entityManager.find(Passage.class, id)));
	}

	@Override
	@SuppressWarnings("unchecked")
	public List<Neighbor<Long>> nearest(float[] query, VectorDistance distance, int limit, Map<String, Object> filter) {
		StringBuilder condition = new StringBuilder("p.embedding is not null");
		filter.forEach((name, value) -> condition.append(" and json_value(p.metadata, '$.")
			.append(name)
			.append("') = :")
			.append(name));
		String hql = "select p.id, %1$s(p.embedding, :query) from Passage p where %2$s order by %1$s(p.embedding, :query)"
			.formatted(FUNCTIONS.get(distance), condition);
		return this.transactions.execute((status) -> {
			var selection = this.entityManager.createQuery(hql, Object[].class)
				.setParameter("query", query)
				.setMaxResults(limit);
			filter.forEach((name, value) -> selection.setParameter(name, String.valueOf(value)));
			return selection.getResultStream().map((row) -> new Neighbor<>((Long) row[0], (Double) row[1])).toList();
		});
	}

}
