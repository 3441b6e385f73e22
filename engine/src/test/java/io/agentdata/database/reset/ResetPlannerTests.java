// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.reset;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.agentdata.database.reset.Table.Kind;
import io.agentdata.database.reset.Table.Triggers;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ResetPlanner}.
 */
class ResetPlannerTests {

	private final Tables tables = new Tables();

	@Test
	void nothingWasWritten() {
		Table note = this.tables.add("note", 10);
		assertThat(plan(written(note, 0, 0, 0, 0)).isEmpty()).isTrue();
	}

	@Test
	void tableThatWasEmptyIsTruncatedWithThoseThatReferenceIt() {
		Table author = this.tables.add("author", 0);
		Table note = this.tables.add("note", 0);
		this.tables.reference(note, author);
		ResetPlan plan = plan(committed(author));
		assertThat(plan.truncate()).containsExactlyInAnyOrder(author, note);
		assertThat(plan.rewrite()).isEmpty();
		assertThat(plan.obstacle()).isNull();
	}

	@Test
	void tableThatIsTruncatedWithAnotherIsWrittenAgain() {
		Table author = this.tables.add("author", 10);
		Table note = this.tables.add("note", 20);
		this.tables.reference(note, author);
		ResetPlan plan = plan(updated(author));
		assertThat(plan.truncate()).containsExactlyInAnyOrder(author, note);
		assertThat(plan.rewrite()).containsExactly(author, note);
	}

	@Test
	void rowsAreWrittenAfterThoseThatTheyReference() {
		Table tag = this.tables.add("tag", 1);
		Table note = this.tables.add("note", 1);
		Table author = this.tables.add("author", 1);
		this.tables.reference(tag, note);
		this.tables.reference(note, author);
		assertThat(plan(updated(tag), updated(note), updated(author)).rewrite()).containsExactly(author, note, tag);
		assertThat(plan(inserted(author), inserted(note), inserted(tag)).prune()).containsExactly(tag, note, author);
	}

	@Test
	void onlyASuperuserWritesTablesThatReferenceEachOther() {
		Table one = this.tables.add("one", 1);
		Table two = this.tables.add("two", 1);
		this.tables.reference(one, one);
		assertThat(planFor(false, updated(one)).obstacle()).isNull();
		this.tables.reference(one, two);
		this.tables.reference(two, one);
		assertThat(plan(updated(one)).obstacle()).isNull();
		assertThat(planFor(false, updated(one)).obstacle()).startsWith("tables reference each other");
	}

	@Test
	void manyTablesThatWereEmptyAreVacatedByASuperuser() {
		List<TableDelta> deltas = new ArrayList<>();
		for (int number = 0; number < 20; number++) {
			deltas.add(committed(this.tables.add("empty_" + number, 0)));
		}
		Table memory = this.tables.add("memory", 0, "hnsw");
		deltas.add(committed(memory));
		TableDelta[] all = deltas.toArray(TableDelta[]::new);
		assertThat(plan(all).vacate()).hasSize(20).doesNotContain(memory);
		assertThat(plan(all).truncate()).containsExactly(memory);
		assertThat(planFor(false, all).vacate()).isEmpty();
		assertThat(planFor(false, all).truncate()).hasSize(21);
	}

	@Test
	void rowsThatWereOnlyAddedAreDeleted() {
		Table note = this.tables.add("note", 100);
		Table passage = this.tables.add("passage", 5000, "ivfflat");
		ResetPlan plan = plan(inserted(note), inserted(passage));
		assertThat(plan.prune()).containsExactlyInAnyOrder(note, passage);
		assertThat(plan.tables()).hasSize(2);
	}

	@Test
	void deadRowsAreLeftWhileTheyAreFew() {
		Table empty = this.tables.add("empty", 0);
		Table note = this.tables.add("note", 100);
		assertThat(plan(rolledBack(empty, 32, Contents.PAGE)).isEmpty()).isTrue();
		assertThat(plan(rolledBack(note, 1, Contents.PAGE)).vacuum()).containsExactly(note);
		assertThat(plan(rolledBack(empty, 33, Contents.PAGE)).truncate()).containsExactly(empty);
		assertThat(plan(rolledBack(empty, 1, 2 * Contents.PAGE)).truncate()).containsExactly(empty);
		assertThat(plan(rolledBack(note, 1, 2 * Contents.PAGE)).vacuum()).containsExactly(note);
	}

	@Test
	void deadVectorsAreNeverLeft() {
		Table memory = this.tables.add("memory", 0, "hnsw");
		Table passage = this.tables.add("passage", 1000, "ivfflat");
		Table few = this.tables.add("few", 32, "hnsw");
		Table many = this.tables.add("many", 33, "hnsw");
		assertThat(plan(rolledBack(memory, 1, 0)).truncate()).containsExactly(memory);
		assertThat(plan(rolledBack(passage, 1, 0)).vacuum()).containsExactly(passage);
		assertThat(plan(rolledBack(few, 1, 0)).rewrite()).containsExactly(few);
		assertThat(plan(rolledBack(many, 1, 0)).obstacle())
			.isEqualTo("many has 33 rows in an index of the type hnsw, which cannot be built again as it was");
	}

	@Test
	void tableThatWasVacuumedOrReplacedIsPutBack() {
		Table empty = this.tables.add("empty", 0);
		Table note = this.tables.add("note", 10);
		assertThat(plan(new TableDelta(empty, 0, 0, 0, 0, true, false, 0, 0, 0)).truncate()).containsExactly(empty);
		assertThat(plan(TableDelta.uncounted(note, true)).rewrite()).containsExactly(note);
	}

	@Test
	void tableThatCannotBePutBackIsNamed() {
		assertThat(plan(committed(this.tables.add(table("view", Kind.MATERIALIZED_VIEW, true), 0))).obstacle())
			.isEqualTo("view is a materialized view");
		assertThat(plan(committed(this.tables.add(table("columnar", Kind.TABLE, false), 0))).obstacle())
			.isEqualTo("columnar has a storage of its own");
		assertThat(plan(committed(this.tables.add("always", 0, Triggers.ALWAYS))).obstacle())
			.isEqualTo("always has a trigger or a rule that is enabled ALWAYS");
		TableDelta ordinary = committed(this.tables.add("ordinary", 0, Triggers.ORDINARY));
		assertThat(plan(ordinary).obstacle()).isNull();
		assertThat(planFor(false, ordinary).obstacle())
			.isEqualTo("ordinary has a trigger or a rule, which only a superuser can keep from firing");
		assertThat(plan(updated(this.tables.add("large", 20_000))).obstacle())
			.isEqualTo("large has 1600 KB, and only smaller tables are written again");
	}

	@Test
	void cloneIsMadeWhereItCostsLess() {
		List<TableDelta> deltas = new ArrayList<>();
		for (int number = 0; number < 10; number++) {
			deltas.add(updated(this.tables.add("note_" + number, 1000)));
		}
		assertThat(plan(deltas.toArray(TableDelta[]::new)).obstacle())
			.isEqualTo("a clone is made sooner than 10 tables are put back");
	}

	private ResetPlan plan(TableDelta... deltas) {
		return planFor(true, deltas);
	}

	private ResetPlan planFor(boolean superuser, TableDelta... deltas) {
		return new ResetPlanner(this.tables.baseline(), superuser).plan(List.of(deltas), Set.of());
	}

	private Table table(String name, Kind kind, boolean heap) {
		int number = this.tables.relations().tables().size();
		return new Table(number, 20_000 + number, name, kind, heap, 0, 0, false, null, Triggers.NONE, false);
	}

	private static TableDelta committed(Table table) {
		return written(table, 1, 0, 0, 1);
	}

	private static TableDelta inserted(Table table) {
		return written(table, 2, 0, 0, 2);
	}

	private static TableDelta updated(Table table) {
		return written(table, 0, 1, 0, 1);
	}

	private static TableDelta written(Table table, long inserted, long updated, long deleted, long committed) {
		return new TableDelta(table, inserted, updated, deleted, committed, false, false, 0, 0, 0);
	}

	private static TableDelta rolledBack(Table table, long rows, long bytes) {
		return new TableDelta(table, rows, 0, 0, 0, false, false, bytes, 0, 0);
	}

}
