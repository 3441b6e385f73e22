// SPDX-License-Identifier: Apache-2.0
package io.agentdata.test;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A store with one distance, and neither filters nor rows without a vector.
 *
 * @param store what does the work
 */
record ModestStore(VectorStoreUnderTest<Integer> store) implements VectorStoreUnderTest<Integer> {

	@Override
	public int dimensions() {
		return this.store.dimensions();
	}

	@Override
	public Set<VectorDistance> distances() {
		return Set.of(VectorDistance.COSINE);
	}

	@Override
	public boolean allowsNull() {
		return false;
	}

	@Override
	public boolean canFilter() {
		return false;
	}

	@Override
	public Integer insert(float[] vector, Map<String, Object> metadata) {
		return this.store.insert(vector, metadata);
	}

	@Override
	public void update(Integer id, float[] vector, Map<String, Object> metadata) {
		this.store.update(id, vector, metadata);
	}

	@Override
	public void delete(Integer id) {
		this.store.delete(id);
	}

	@Override
	public List<Neighbor<Integer>> nearest(float[] query, VectorDistance distance, int limit,
			Map<String, Object> filter) {
		return this.store.nearest(query, distance, limit, filter);
	}

}
