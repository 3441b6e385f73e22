// SPDX-License-Identifier: Apache-2.0
package io.agentdata.test;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A store in memory that does what it should, but for one fault.
 */
final class FaultyStore implements VectorStoreUnderTest<Integer> {

	static final int DIMENSIONS = 8;

	private final Map<Integer, Row> rows = new ConcurrentHashMap<>();

	private final AtomicInteger ids = new AtomicInteger();

	private final Fault fault;

	private final double recall;

	FaultyStore(Fault fault, double recall) {
		this.fault = fault;
		this.recall = recall;
		if (fault == Fault.IS_NOT_EMPTY) {
			insert(new float[DIMENSIONS], Map.of());
		}
	}

	@Override
	public int dimensions() {
		return DIMENSIONS;
	}

	@Override
	public Set<VectorDistance> distances() {
		return Set.of(VectorDistance.values());
	}

	@Override
	public double recall() {
		return this.recall;
	}

	@Override
	public Integer insert(float[] vector, Map<String, Object> metadata) {
		verify(vector, this.fault != Fault.ACCEPTS_OTHER_DIMENSIONS);
		int id = this.ids.incrementAndGet();
		if (this.fault != Fault.LOSES_WHAT_THREADS_WRITE || !Thread.currentThread().getName().startsWith("pool")) {
			this.rows.put(id, new Row(id, vector, metadata));
		}
		return (this.fault == Fault.GIVES_AN_ID_TWICE) ? 1 : id;
	}

	@Override
	public void update(Integer id, float[] vector, Map<String, Object> metadata) {
		verify(vector, true);
		if (this.fault == Fault.FORGETS_UPDATES) {
			return;
		}
		this.rows.computeIfPresent(id,
				(same, row) -> new Row(id, vector, (this.fault == Fault.FORGETS_METADATA) ? row.metadata() : metadata));
	}

	@Override
	public void delete(Integer id) {
		if (this.fault != Fault.FORGETS_DELETIONS) {
			this.rows.remove(id);
		}
	}

	@Override
	public List<Neighbor<Integer>> nearest(float[] query, VectorDistance distance, int limit,
			Map<String, Object> filter) {
		verify(query, this.fault != Fault.ACCEPTS_OTHER_QUERIES);
		boolean filtersLate = this.fault == Fault.FILTERS_AFTER_THE_LIMIT;
		Stream<Row> candidates = this.rows.values()
			.stream()
			.filter((row) -> row.vector() != null || this.fault == Fault.FINDS_NULLS)
			.filter((row) -> row.id() % 2 == 0 || this.fault != Fault.SEARCHES_HALF || this.rows.size() < 1000)
			.filter((row) -> filtersLate || this.fault == Fault.IGNORES_FILTERS || row.matches(filter));
		List<Neighbor<Integer>> sorted = new ArrayList<>(
				candidates.map((row) -> new Neighbor<>(row.id(), distance(query, row.vector(), distance)))
					.sorted(Comparator.comparing(Neighbor::distance))
					.toList());
		Set<Double> seen = new HashSet<>();
		sorted.removeIf((row) -> this.fault == Fault.FINDS_ONE_OF_TWINS && !seen.add(row.distance()));
		if (this.fault == Fault.SORTS_FROM_FAR_TO_NEAR) {
			sorted.sort(Comparator.comparing((Neighbor<Integer> row) -> row.distance()).reversed());
		}
		return sorted.stream()
			.limit((this.fault == Fault.IGNORES_THE_LIMIT) ? Integer.MAX_VALUE : limit)
			.filter((row) -> !filtersLate || this.rows.get(row.id()).matches(filter))
			.toList();
	}

	private double distance(float[] query, float[] vector, VectorDistance distance) {
		if (vector == null || query.length != vector.length) {
			return 0;
		}
		float[] counted = query.clone();
		if (this.fault == Fault.LEAVES_OUT_A_DIMENSION) {
			counted[DIMENSIONS - 1] = vector[DIMENSIONS - 1];
		}
		return switch (this.fault) {
			case TELLS_SIMILARITIES -> 1 - distance.between(counted, vector);
			case TAKES_ANOTHER_DISTANCE -> VectorDistance.COSINE.between(counted, vector);
			case IS_IMPRECISE -> distance.between(counted, vector) + 2e-5;
			default -> distance.between(counted, vector);
		};
	}

	private void verify(float[] vector, boolean strict) {
		if (strict && vector != null && vector.length != DIMENSIONS) {
			throw new IllegalArgumentException("expected 8 dimensions");
		}
		if (vector != null && this.fault != Fault.ACCEPTS_NAN) {
			for (float element : vector) {
				if (!Float.isFinite(element)) {
					throw new IllegalArgumentException("no number");
				}
			}
		}
	}

	/**
	 * A row.
	 *
	 * @param id its identifier
	 * @param vector its vector
	 * @param metadata its metadata
	 */
	private record Row(int id, float[] vector, Map<String, Object> metadata) {

		boolean matches(Map<String, Object> filter) {
			return this.metadata.entrySet().containsAll(filter.entrySet());
		}

	}

	/**
	 * What a store may do wrong.
	 */
	enum Fault {

		NONE, IS_NOT_EMPTY, GIVES_AN_ID_TWICE, FORGETS_UPDATES, FORGETS_METADATA, FORGETS_DELETIONS,
		ACCEPTS_OTHER_DIMENSIONS, ACCEPTS_OTHER_QUERIES, ACCEPTS_NAN, FINDS_NULLS, IGNORES_FILTERS,
		FILTERS_AFTER_THE_LIMIT, IGNORES_THE_LIMIT, SORTS_FROM_FAR_TO_NEAR, TELLS_SIMILARITIES, TAKES_ANOTHER_DISTANCE,
		IS_IMPRECISE, LEAVES_OUT_A_DIMENSION, FINDS_ONE_OF_TWINS, SEARCHES_HALF, LOSES_WHAT_THREADS_WRITE

	}

}
