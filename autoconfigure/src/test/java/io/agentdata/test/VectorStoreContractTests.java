// SPDX-License-Identifier: Apache-2.0
package io.agentdata.test;

import java.util.List;

import io.agentdata.test.FaultyStore.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

/**
 * Tests that the {@link VectorStoreContract} finds what a store does wrong.
 */
class VectorStoreContractTests {

	private static Fault fault = Fault.NONE;

	private static double recall = 1;

	@Test
	void storeWithoutAFaultPasses() {
		run(Fault.NONE, 1).assertStatistics((events) -> events.started(17).succeeded(17));
	}

	@ParameterizedTest
	@CsvSource({ "IS_NOT_EMPTY, insertedRowIsFound", "GIVES_AN_ID_TWICE, nearestComeFirstByEachDistance",
			"FORGETS_UPDATES, updatedRowIsWhereItsNewVectorIs", "FORGETS_METADATA, updatedMetadataAreFiltered",
			"FORGETS_DELETIONS, deletedRowIsGoneAndTheOthersAreNot",
			"ACCEPTS_OTHER_DIMENSIONS, vectorsOfOtherDimensionsAreRefused",
			"ACCEPTS_OTHER_QUERIES, queriesOfOtherDimensionsAreRefused",
			"ACCEPTS_NAN, vectorsOfWhatIsNoNumberAreRefused", "FINDS_NULLS, rowsWithoutAVectorAreNotNear",
			"IGNORES_FILTERS, filterLeavesRowsWithAllItsEntries", "FILTERS_AFTER_THE_LIMIT, filterComesBeforeTheLimit",
			"IGNORES_THE_LIMIT, nearestComeFirstByEachDistance",
			"SORTS_FROM_FAR_TO_NEAR, nearestComeFirstByEachDistance", "TELLS_SIMILARITIES, insertedRowIsFound",
			"TAKES_ANOTHER_DISTANCE, lengthsOfVectorsCountAsTheDistanceSays", "IS_IMPRECISE, insertedRowIsFound",
			"LEAVES_OUT_A_DIMENSION, eachDimensionCounts", "FINDS_ONE_OF_TWINS, tiesAreFoundOnceEach",
			"SEARCHES_HALF, nearestAreFoundAmongThousands", "LOSES_WHAT_THREADS_WRITE, concurrentWritersLoseNothing" })
	void faultIsFound(Fault fault, String test) {
		assertThat(failed(run(fault, 1))).contains(test + "()");
	}

	@Test
	void declaredRecallIsEnough() {
		assertThat(failed(run(Fault.SEARCHES_HALF, 0.2))).isEmpty();
	}

	@Test
	void whatTheStoreDeclaresNotToDoIsSkipped() {
		EngineTestKit.engine("junit-jupiter")
			.selectors(selectClass(ModestCase.class))
			.execute()
			.testEvents()
			.assertStatistics((events) -> events.failed(0).succeeded(13).aborted(4));
	}

	private static Events run(Fault present, double declared) {
		fault = present;
		recall = declared;
		return EngineTestKit.engine("junit-jupiter").selectors(selectClass(Case.class)).execute().testEvents();
	}

	private static List<String> failed(Events events) {
		return events.failed().stream().map((event) -> event.getTestDescriptor().getDisplayName()).toList();
	}

	@AgentDataTest
	static class Case extends VectorStoreContract<Integer> {

		@Override
		protected VectorStoreUnderTest<Integer> store() {
			return new FaultyStore(fault, recall);
		}

	}

	@AgentDataTest
	static class ModestCase extends VectorStoreContract<Integer> {

		@Override
		protected VectorStoreUnderTest<Integer> store() {
			return new ModestStore(new FaultyStore(Fault.NONE, 1));
		}

	}

}
