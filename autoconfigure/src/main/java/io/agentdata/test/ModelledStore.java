// SPDX-License-Identifier: Apache-2.0
package io.agentdata.test;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * A store under test beside a model of it in Java, which tells what to expect. It is safe
 * for use by several threads.
 *
 * @param <I> the type of the rows' identifiers
 */
final class ModelledStore<I> {

	private static final double PRECISION = 1e-6;

	/**
	 * All terms of a taxicab distance add up, which databases do in single precision.
	 */
	private static final double PRECISION_OF_L1 = 5e-6;

	private final Map<I, Row> rows = new ConcurrentHashMap<>();

	private final VectorStoreUnderTest<I> store;

	ModelledStore(VectorStoreUnderTest<I> store) {
		this.store = store;
	}

	int size() {
		return this.rows.size();
	}

	I insert(float @Nullable [] vector, Map<String, Object> metadata) {
		I id = this.store.insert(vector, metadata);
		assertThat(this.rows.put(id, new Row(vector, metadata))).as("the identifier %s is given twice", id).isNull();
		return id;
	}

	I insert(float @Nullable [] vector) {
		return insert(vector, Map.of());
	}

	void update(I id, float @Nullable [] vector, Map<String, Object> metadata) {
		this.store.update(id, vector, metadata);
		this.rows.put(id, new Row(vector, metadata));
	}

	void delete(I id) {
		this.store.delete(id);
		this.rows.remove(id);
	}

	/**
	 * Assert that a search finds what it should, by each distance.
	 */
	void assertNearest(float[] query, int limit) {
		assertNearest(query, limit, Map.of());
	}

	void assertNearest(float[] query, int limit, Map<String, Object> filter) {
		assertNearest(query, limit, filter, 1);
	}

	/**
	 * Assert that a search finds what it should, but for some rows.
	 * @param recall how many of the nearest rows are found, from 0 to 1
	 */
	void assertNearest(float[] query, int limit, Map<String, Object> filter, double recall) {
		for (VectorDistance distance : this.store.distances()) {
			List<Neighbor<I>> found = this.store.nearest(query, distance, limit, filter);
			String search = "the %s nearest by %s%s".formatted(limit, distance,
					filter.isEmpty() ? "" : " of " + filter);
			assertRows(search, found, query, distance, filter);
			List<Double> nearest = distances(query, distance, filter).stream().sorted().limit(limit).toList();
			assertThat(found).as("%s of %s rows", search, this.rows.size()).hasSizeLessThanOrEqualTo(nearest.size());
			double last = nearest.isEmpty() ? 0 : nearest.get(nearest.size() - 1);
			long hits = found.stream().filter((row) -> row.distance() <= last + tolerance(distance, last)).count();
			assertThat(hits)
				.as("how many of %s, whose distances are %s, are among what was found: %s", search, nearest, found)
				.isGreaterThanOrEqualTo((long) Math.ceil(recall * nearest.size()));
		}
	}

	private void assertRows(String search, List<Neighbor<I>> found, float[] query, VectorDistance distance,
			Map<String, Object> filter) {
		assertThat(found).as("each row once in " + search).extracting(Neighbor::id).doesNotHaveDuplicates();
		double before = Double.NEGATIVE_INFINITY;
		for (Neighbor<I> neighbor : found) {
			Row stored = this.rows.get(neighbor.id());
			assertThat(stored).as("the row %s in %s, which was never inserted, or is deleted", neighbor.id(), search)
				.isNotNull();
			Row row = Objects.requireNonNull(stored);
			assertThat(row.matches(filter)).as("whether %s in %s has a vector, and matches", row, search).isTrue();
			double expected = distance.between(query, row.requiredVector());
			assertThat(neighbor.distance()).as("the distance in " + search)
				.isCloseTo(expected, within(tolerance(distance, expected)));
			assertThat(neighbor.distance()).as("the nearest first in " + search).isGreaterThanOrEqualTo(before);
			before = neighbor.distance();
		}
	}

	private List<Double> distances(float[] query, VectorDistance distance, Map<String, Object> filter) {
		return this.rows.values()
			.stream()
			.filter((row) -> row.matches(filter))
			.map((row) -> distance.between(query, row.requiredVector()))
			.toList();
	}

	private static double tolerance(VectorDistance distance, double value) {
		double precision = (distance == VectorDistance.L1) ? PRECISION_OF_L1 : PRECISION;
		return precision * Math.max(1, Math.abs(value));
	}

	/**
	 * A row.
	 *
	 * @param vector its vector
	 * @param metadata its metadata
	 */
	private record Row(float @Nullable [] vector, Map<String, Object> metadata) {

		boolean matches(Map<String, Object> filter) {
			return this.vector != null && this.metadata.entrySet().containsAll(filter.entrySet());
		}

		float[] requiredVector() {
			if (this.vector == null) {
				throw new IllegalStateException("The row has no vector");
			}
			return this.vector;
		}

		@Override
		public String toString() {
			return "a row %s with %s".formatted((this.vector != null) ? "with a vector" : "without a vector",
					this.metadata);
		}

	}

}
