// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.reset;

import java.util.List;
import java.util.Map;
import java.util.Set;

import io.agentdata.database.copy.TableChange;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Difference}.
 */
class DifferenceTests {

	private final Tables tables = new Tables();

	private final Table note = this.tables.add("public.note", 0);

	private final Table author = this.tables.add("public.author", 50);

	private final Baseline baseline = this.tables.baseline();

	private final Difference difference = new Difference(this.baseline,
			Counters.zero(this.baseline.relations(), new long[2], 0));

	@Test
	void changesAreTheCommittedOnes() {
		this.difference.add(reading(Map.of(this.note, inserted(2, 2), this.author, inserted(7, 0))));
		assertThat(this.difference.changes().tables()).containsExactly(new TableChange("public.note", 2, 2, 0, 0));
		assertThat(this.difference.changes().written()).isTrue();
		assertThat(this.difference.deltas()).containsOnlyKeys(this.note, this.author);
	}

	@Test
	void laterReadingTakesTheEarlierOnesPlace() {
		this.difference.add(reading(Map.of(this.note, inserted(2, 2))));
		this.difference.add(reading(Map.of(this.note, inserted(3, 3))));
		assertThat(this.difference.changes().tables()).containsExactly(new TableChange("public.note", 3, 3, 0, 0));
	}

	@Test
	void whatIsPutBackIsSettled() {
		this.difference.add(reading(Map.of(this.note, inserted(2, 2))));
		this.difference.settle(List.of(this.note));
		assertThat(this.difference.changes().written()).isFalse();
		this.difference.add(reading(Map.of(this.note, inserted(3, 3))));
		assertThat(this.difference.changes().tables()).containsExactly(new TableChange("public.note", 1, 1, 0, 0));
	}

	@Test
	void deadRowsThatAreLeftAreOfNoChangeAndStillCount() {
		this.difference.add(reading(Map.of(this.note, inserted(20, 0))));
		this.difference.settle(List.of());
		this.difference.add(reading(Map.of(this.note, inserted(20, 0))));
		assertThat(this.difference.changes().written()).isFalse();
		this.difference.add(reading(Map.of(this.note, inserted(21, 1))));
		assertThat(this.difference.changes().tables()).containsExactly(new TableChange("public.note", 1, 1, 0, 0));
		assertThat(this.difference.deltas().get(this.note).addedRows()).isEqualTo(21);
	}

	@Test
	void tableThatWasEmptiedIsAChangeThoughNothingWasCounted() {
		this.difference.add(new CatalogChanges(Set.of(this.author), List.of()));
		assertThat(this.difference.changes().tables()).hasToString("[public.author: emptied]");
	}

	@Test
	void whatIsFoundInTheTablesCountsUntilTheServerHasCountedIt() {
		this.difference.add(List.of(new TableDelta(this.author, 1, 0, 0, 1, false, false, 0, 0)));
		assertThat(this.difference.changes().tables()).extracting(TableChange::rows).containsExactly(1L);
		this.difference.add(reading(Map.of(this.author, inserted(2, 2))));
		assertThat(this.difference.changes().tables()).extracting(TableChange::rows).containsExactly(2L);
	}

	@Test
	void definitionsAreNamed() {
		this.difference.add(new CatalogChanges(Set.of(), List.of("schemas")));
		assertThat(this.difference.changes().others()).containsExactly("schemas");
		assertThat(this.difference.changes().isCommitted()).isTrue();
	}

	private static Reading reading(Map<Table, TableReading> tables) {
		return new Reading(tables, Map.of(), false, false, 1, 0);
	}

	private static TableReading inserted(long rows, long committed) {
		return new TableReading(rows, 0, 0, committed, 0, Contents.PAGE, 0);
	}

}
