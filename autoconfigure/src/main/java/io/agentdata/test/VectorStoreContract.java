// SPDX-License-Identifier: Apache-2.0
package io.agentdata.test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.agentdata.database.Capability;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.transaction.annotation.Transactional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What each repository of vectors promises, whatever engine it runs on. Extend it for
 * your own one:
 *
 * <pre class="code">
 * &#064;AgentDataTest
 * class MemoryRepositoryContractTests extends VectorStoreContract&lt;Long&gt; {
 *
 * 	&#064;Autowired
 * 	MemoryRepository memories;
 *
 * 	&#064;Override
 * 	protected VectorStoreUnderTest&lt;Long&gt; store() {
 * 		return new MemoryStore(this.memories);
 * 	}
 *
 * }
 * </pre>
 *
 * The distances that the store tells are compared with those that Java computes, within
 * 1e-6; taxicab distances, whose terms all add up in single precision, within 5e-6. Each
 * test begins with an empty store, so leave out seeds. What an engine does not offer is
 * skipped, by {@link RequiresCapability @RequiresCapability}, and what the store declares
 * not to do as well.
 * <p>
 * Rows that were rolled back stay in a vector index until a vacuum, and a search by HNSW
 * may then find too few of the others. Where the column has such an index, run the
 * contract with {@link Isolation#CLONE_METHOD}, and declare the index's
 * {@link VectorStoreUnderTest#recall() recall}.
 *
 * @param <I> the type of the rows' identifiers
 */
@Transactional
public abstract class VectorStoreContract<I> {

	private static final int MANY_ROWS = 5000;

	private static final int WRITERS = 4;

	private static final int ROWS_OF_A_WRITER = 25;

	private static final int NEAREST = 10;

	private VectorStoreUnderTest<I> tested;

	private ModelledStore<I> store;

	/**
	 * Return the repository to test. It is asked for once a test, when the test's fields
	 * are injected.
	 * @return the repository, whose store is empty
	 */
	protected abstract VectorStoreUnderTest<I> store();

	@BeforeEach
	void beginWithAnEmptyStore() {
		this.tested = store();
		this.store = new ModelledStore<>(this.tested);
		for (VectorDistance distance : this.tested.distances()) {
			assertThat(this.tested.nearest(direction(0), distance, 1, Map.of()))
				.as("what is in the store before the test; leave out seeds, and isolate the tests")
				.isEmpty();
		}
	}

	@Test
	void insertedRowIsFound() {
		this.store.insert(direction(30));
		this.store.assertNearest(direction(30), 1);
		this.store.assertNearest(direction(100), 1);
	}

	@Test
	void updatedRowIsWhereItsNewVectorIs() {
		I moved = this.store.insert(direction(10));
		this.store.insert(direction(40));
		this.store.update(moved, direction(170), Map.of());
		this.store.assertNearest(direction(0), NEAREST);
	}

	@Test
	void deletedRowIsGoneAndTheOthersAreNot() {
		I deleted = this.store.insert(direction(10));
		this.store.insert(direction(10));
		this.store.insert(direction(40));
		this.store.delete(deleted);
		this.store.assertNearest(direction(0), NEAREST);
	}

	@Test
	void nearestComeFirstByEachDistance() {
		for (int degrees : new int[] { 90, 0, 180, 5, 60, 45, 120, -30 }) {
			this.store.insert(direction(degrees));
		}
		this.store.assertNearest(direction(0), NEAREST);
		this.store.assertNearest(direction(70), 3);
	}

	@Test
	void lengthsOfVectorsCountAsTheDistanceSays() {
		for (float length : new float[] { 0.25F, 3, 1, 7 }) {
			this.store.insert(scaled(direction(20), length));
			this.store.insert(scaled(direction(65), length));
		}
		this.store.assertNearest(scaled(direction(25), 2), NEAREST);
		this.store.assertNearest(scaled(direction(25), 2), 3);
	}

	@Test
	void eachDimensionCounts() {
		float[] vector = random(new Random(1));
		this.store.insert(vector);
		for (int dimension : new int[] { 0, vector.length / 2, vector.length - 1 }) {
			float[] other = vector.clone();
			other[dimension] += 0.5F;
			this.store.insert(other);
			this.store.assertNearest(other, 1);
		}
		this.store.assertNearest(vector, NEAREST);
	}

	@Test
	void tiesAreFoundOnceEach() {
		this.store.insert(direction(0));
		for (int twin = 0; twin < 3; twin++) {
			this.store.insert(direction(30));
			this.store.insert(direction(-30));
		}
		this.store.assertNearest(direction(0), NEAREST);
		this.store.assertNearest(direction(0), 4);
	}

	@Test
	void orderOfInsertionDoesNotMatter() {
		List<Integer> degrees = new ArrayList<>(List.of(0, 15, 30, 45, 60, 75, 90, 105));
		Collections.shuffle(degrees, new Random(2));
		List<I> forwards = degrees.stream().map((angle) -> this.store.insert(direction(angle))).toList();
		this.store.assertNearest(direction(50), 5);
		forwards.forEach(this.store::delete);
		Collections.reverse(degrees);
		degrees.forEach((angle) -> this.store.insert(direction(angle)));
		this.store.assertNearest(direction(50), 5);
	}

	@Test
	void rowsWithoutAVectorAreNotNear() {
		assumeNulls();
		I filled = this.store.insert(null);
		I emptied = this.store.insert(direction(10));
		this.store.insert(null);
		this.store.assertNearest(direction(0), NEAREST);
		this.store.update(filled, direction(20), Map.of());
		this.store.update(emptied, null, Map.of());
		this.store.assertNearest(direction(0), NEAREST);
	}

	@Test
	@RequiresCapability(Capability.JSONB)
	void filterLeavesRowsWithAllItsEntries() {
		assumeFilters();
		this.store.insert(direction(1), Map.of("topic", "salary", "year", 2025, "done", true));
		this.store.insert(direction(2), Map.of("topic", "salary", "year", 2026, "done", true));
		this.store.insert(direction(3), Map.of("topic", "travel", "year", 2026, "done", false));
		this.store.insert(direction(4), Map.of("topic", "it's \"50%\" – né", "year", 2026));
		this.store.insert(direction(5));
		this.store.assertNearest(direction(0), NEAREST);
		for (Map<String, Object> filter : List.<Map<String, Object>>of(Map.of("topic", "salary"), Map.of("year", 2026),
				Map.of("done", true), Map.of("topic", "salary", "year", 2026), Map.of("topic", "it's \"50%\" – né"),
				Map.of("topic", "health"), Map.of("nothing", "here"))) {
			this.store.assertNearest(direction(0), NEAREST, filter);
		}
	}

	@Test
	@RequiresCapability(Capability.JSONB)
	void filterComesBeforeTheLimit() {
		assumeFilters();
		for (int row = 0; row < 60; row++) {
			this.store.insert(direction(row), Map.of("topic", (row < 50) ? "near" : "far"));
		}
		this.store.assertNearest(direction(0), 5, Map.of("topic", "far"));
	}

	@Test
	@RequiresCapability(Capability.JSONB)
	void updatedMetadataAreFiltered() {
		assumeFilters();
		I row = this.store.insert(direction(10), Map.of("topic", "salary"));
		this.store.update(row, direction(10), Map.of("topic", "travel"));
		this.store.assertNearest(direction(0), NEAREST, Map.of("topic", "salary"));
		this.store.assertNearest(direction(0), NEAREST, Map.of("topic", "travel"));
	}

	@TestThatCommits
	void vectorsOfOtherDimensionsAreRefused() {
		int dimensions = this.tested.dimensions();
		I row = this.store.insert(direction(10));
		for (int other : new int[] { dimensions - 1, dimensions + 1, 0 }) {
			float[] vector = new float[other];
			assertThatThrownBy(() -> this.tested.insert(vector, Map.of())).as("an insert of %s dimensions", other)
				.isInstanceOf(RuntimeException.class);
			assertThatThrownBy(() -> this.tested.update(row, vector, Map.of())).as("an update to %s dimensions", other)
				.isInstanceOf(RuntimeException.class);
		}
		this.store.assertNearest(direction(0), NEAREST);
	}

	@TestThatCommits
	void queriesOfOtherDimensionsAreRefused() {
		this.store.insert(direction(10));
		for (VectorDistance distance : this.tested.distances()) {
			assertThatThrownBy(
					() -> this.tested.nearest(new float[this.tested.dimensions() + 1], distance, 1, Map.of()))
				.as("a search by %s", distance)
				.isInstanceOf(RuntimeException.class);
		}
		this.store.assertNearest(direction(0), NEAREST);
	}

	@TestThatCommits
	void vectorsOfWhatIsNoNumberAreRefused() {
		for (float element : new float[] { Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY }) {
			float[] vector = direction(10);
			vector[1] = element;
			assertThatThrownBy(() -> this.tested.insert(vector, Map.of())).as("an insert of %s", element)
				.isInstanceOf(RuntimeException.class);
		}
		this.store.assertNearest(direction(0), NEAREST);
	}

	@TestThatCommits
	void nearestAreFoundAmongThousands() {
		Random random = new Random(3);
		for (int row = 0; row < MANY_ROWS; row++) {
			this.store.insert(random(random), Map.of("row", row));
		}
		this.store.assertNearest(random(random), NEAREST, Map.of(), this.tested.recall());
	}

	@TestThatCommits
	@RequiresCapability(Capability.CONCURRENT_CONNECTIONS)
	void concurrentWritersLoseNothing() throws Exception {
		CyclicBarrier start = new CyclicBarrier(WRITERS);
		List<Callable<Void>> writers = new ArrayList<>();
		for (int writer = 0; writer < WRITERS; writer++) {
			writers.add(writer(writer, start));
		}
		ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
		try {
			for (Future<Void> end : threads.invokeAll(writers)) {
				end.get();
			}
		}
		finally {
			threads.shutdownNow();
		}
		assertThat(this.store.size()).isEqualTo(WRITERS * (ROWS_OF_A_WRITER - 1));
		this.store.assertNearest(direction(0), WRITERS * ROWS_OF_A_WRITER);
	}

	/**
	 * Return work that inserts rows, moves each, and deletes the first.
	 */
	private Callable<Void> writer(int number, CyclicBarrier start) {
		return () -> {
			start.await();
			for (int row = 0; row < ROWS_OF_A_WRITER; row++) {
				I id = this.store.insert(direction(row));
				this.store.update(id, direction(row + number * 0.1), Map.of("writer", number));
				if (row == 0) {
					this.store.delete(id);
				}
			}
			return null;
		};
	}

	private void assumeNulls() {
		Assumptions.assumeTrue(this.tested.allowsNull(), "The store declares that each row has a vector.");
	}

	private void assumeFilters() {
		Assumptions.assumeTrue(this.tested.canFilter(), "The store declares that it has no filters.");
	}

	/**
	 * Return a vector of length 1 in the plane of the first two dimensions.
	 */
	private float[] direction(double degrees) {
		float[] vector = new float[this.tested.dimensions()];
		vector[0] = (float) Math.cos(Math.toRadians(degrees));
		vector[1] = (float) Math.sin(Math.toRadians(degrees));
		return vector;
	}

	/**
	 * Return a vector of length 1 of any direction.
	 */
	private float[] random(Random random) {
		float[] vector = new float[this.tested.dimensions()];
		double squares = 0;
		for (int i = 0; i < vector.length; i++) {
			vector[i] = (float) random.nextGaussian();
			squares += vector[i] * vector[i];
		}
		return scaled(vector, (float) (1 / Math.sqrt(squares)));
	}

	private static float[] scaled(float[] vector, float factor) {
		float[] scaled = vector.clone();
		for (int i = 0; i < scaled.length; i++) {
			scaled[i] *= factor;
		}
		return scaled;
	}

}
