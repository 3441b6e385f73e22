// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.reset;

import io.agentdata.database.copy.TableChange;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TableDelta}.
 */
class TableDeltaTests {

	private final Tables tables = new Tables();

	private final Table note = this.tables.add("public.note", 10);

	private final Counters kept = Counters.zero(this.tables.relations(), new long[1], 0, 0);

	@Test
	void deltaIsWhatWasCountedSinceTheKeptState() {
		this.kept.set(this.note, new TableReading(5, 4, 3, 12, 1, 0, 0, 0));
		TableDelta delta = TableDelta.of(this.note, new TableReading(8, 5, 3, 14, 1, 8192, 0, 0), this.kept, false);
		assertThat(delta).isEqualTo(new TableDelta(this.note, 3, 1, 0, 2, false, false, 8192, 0, 0));
		assertThat(delta.addedRows()).isEqualTo(4);
		assertThat(delta.isCommitted()).isTrue();
		assertThat(delta.isOnlyInserted()).isFalse();
	}

	@Test
	void committedRowsAreCountedFromZeroWhenTheTableWasAnalysed() {
		this.kept.set(this.note, new TableReading(5, 0, 0, 5, 0, 0, 0, 0));
		TableDelta delta = TableDelta.of(this.note, new TableReading(6, 0, 0, 1, 1, 0, 0, 0), this.kept, false);
		assertThat(delta.committed()).isOne();
		assertThat(delta.maintained()).isTrue();
	}

	@Test
	void tableThatWasTruncatedIsCommittedAndNotOnlyInserted() {
		TableDelta delta = TableDelta.of(this.note, new TableReading(1, 0, 0, 0, 0, 0, 0, 0), this.kept, true);
		assertThat(delta.isCommitted()).isTrue();
		assertThat(delta.isOnlyInserted()).isFalse();
	}

	@Test
	void changeTellsWhatHappenedToTheRowsWhereAllWereCommitted() {
		TableDelta none = TableDelta.uncounted(this.note, false);
		TableDelta delta = new TableDelta(this.note, 3, 2, 1, 6, false, false, 0, 0, 0);
		assertThat(delta.change(none)).hasToString("public.note: 3 rows inserted, 2 rows updated, 1 row deleted");
		TableDelta withOthers = new TableDelta(this.note, 3, 2, 1, 4, false, false, 0, 0, 0);
		assertThat(withOthers.change(none)).isEqualTo(new TableChange("public.note", 4, 0, 0, 0));
	}

	@Test
	void changeLeavesOutWhatWasRolledBackBefore() {
		TableDelta before = new TableDelta(this.note, 30, 0, 0, 0, false, false, 0, 0, 0);
		TableDelta delta = new TableDelta(this.note, 31, 0, 0, 1, false, false, 0, 0, 0);
		assertThat(delta.change(before)).isEqualTo(new TableChange("public.note", 1, 1, 0, 0));
	}

}
