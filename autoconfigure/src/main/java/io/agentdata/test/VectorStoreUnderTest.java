// SPDX-License-Identifier: Apache-2.0
package io.agentdata.test;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A user's repository, as the {@link VectorStoreContract} talks to it. Each method has
 * done its work in the database when it returns, and some are called by several threads,
 * without a transaction: each begins its own where there is none.
 *
 * @param <I> the type of the rows' identifiers, with {@code equals}
 */
public interface VectorStoreUnderTest<I> {

	/**
	 * Return the dimensions of the vectors.
	 * @return the number of elements, 2 or more
	 */
	int dimensions();

	/**
	 * Return the distances that {@link #nearest} knows.
	 * @return one or more
	 */
	Set<VectorDistance> distances();

	/**
	 * Insert a row.
	 * @param vector the vector, of any length; {@code null} for a row without one
	 * @param metadata texts, numbers and booleans by name, possibly empty
	 * @return the identifier of the row, which no other row has
	 * @throws RuntimeException if the vector is refused, in particular for its dimensions
	 */
	I insert(float @Nullable [] vector, Map<String, Object> metadata);

	/**
	 * Replace what a row holds.
	 * @param id the identifier of a row that is there
	 * @param vector the new vector, or {@code null} for none
	 * @param metadata the new metadata
	 * @throws RuntimeException if the vector is refused
	 */
	void update(I id, float @Nullable [] vector, Map<String, Object> metadata);

	/**
	 * Delete a row.
	 * @param id the identifier of a row that is there
	 */
	void delete(I id);

	/**
	 * Find the rows whose vectors are nearest to another one. Rows without a vector are
	 * never near.
	 * @param query the vector to look from
	 * @param distance one of {@link #distances()}
	 * @param limit how many rows at most, 1 or more
	 * @param filter what a row's metadata must contain; empty for any row
	 * @return the rows with their distances, nearest first
	 * @throws RuntimeException if the query is refused for its dimensions
	 */
	List<Neighbor<I>> nearest(float[] query, VectorDistance distance, int limit, Map<String, Object> filter);

	/**
	 * Return whether rows may be without a vector.
	 * @return {@code true}, unless the column is {@code NOT NULL}
	 */
	default boolean allowsNull() {
		return true;
	}

	/**
	 * Return whether {@link #nearest} can filter.
	 * @return {@code true}, unless the repository has no such query
	 */
	default boolean canFilter() {
		return true;
	}

	/**
	 * Return how many of the rows that are truly nearest a search among thousands finds.
	 * @return 1 for all of them; less where the column has an HNSW or IVFFlat index,
	 * which searches approximately
	 */
	default double recall() {
		return 1;
	}

}
