// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.reset;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.agentdata.database.reset.Table.Kind;
import io.agentdata.database.reset.Table.Triggers;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the cheapest way to put each changed table back, of those after which nobody
 * can tell the database from a new clone. It serves once.
 */
final class ResetPlanner {

	/**
	 * So few rows are all neighbours in an HNSW graph: each search finds the nearest,
	 * however the graph came about. Unless told otherwise, pgvector links each row to 32
	 * others in the lowest layer; see
	 * <a href= "https://github.com/pgvector/pgvector#index-options">its index
	 * options</a>.
	 */
	static final int COMPLETE_GRAPH = 32;

	/**
	 * Dead rows of a table that is empty otherwise are left while they are few: they make
	 * no plan dearer, and rows that come after them are scanned in their order.
	 */
	static final int MOST_DEAD_ROWS = 32;

	private static final int MOST_DEAD_LONG_VALUES = 8 * Contents.PAGE;

	/**
	 * Scans of an index get dearer with its size. Large tables whose indexes grow by less
	 * are left so.
	 */
	private static final double MOST_GROWTH_OF_INDEXES = 1.1;

	private final Set<Table> emptied = new LinkedHashSet<>();

	private final Set<Table> rewritten = new LinkedHashSet<>();

	private final Set<Table> pruned = new LinkedHashSet<>();

	private final Set<Table> vacuumed = new LinkedHashSet<>();

	private final Baseline baseline;

	private final boolean superuser;

	private @Nullable String obstacle;

	/**
	 * Create a planner.
	 * @param baseline the state to put back
	 * @param superuser whether triggers can be kept from firing, and the planner's
	 * numbers of rows be set
	 */
	ResetPlanner(Baseline baseline, boolean superuser) {
		this.baseline = baseline;
		this.superuser = superuser;
	}

	/**
	 * Make the plan.
	 * @param deltas what was written to the tables
	 * @param misjudged the tables of which the planner assumes something else
	 */
	ResetPlan plan(Collection<TableDelta> deltas, Set<Table> misjudged) {
		deltas.forEach(this::add);
		Set<Table> truncated = withDependents(union(this.emptied, this.rewritten));
		Set<Table> vacated = Set.of();
		if (this.superuser && this.rewritten.isEmpty() && !isWorthNewFiles(truncated)) {
			truncated = withDependents(this.emptied.stream().filter(Table::isBestTruncated).toList());
			vacated = new LinkedHashSet<>(this.emptied);
			vacated.removeAll(truncated);
		}
		truncated.stream().filter((table) -> !contents(table).isEmpty()).forEach(this::rewrite);
		Stream.of(truncated, vacated, this.pruned).flatMap(Set::stream).forEach(this::verify);
		if (cost(truncated, vacated) > ResetCosts.clone(this.baseline.bytes())) {
			refuse("a clone is made sooner than %s tables are put back"
				.formatted(truncated.size() + vacated.size() + this.pruned.size() + this.vacuumed.size()));
		}
		Relations relations = this.baseline.relations();
		List<Table> inOrder = relations.inOrderOfReferences(this.rewritten);
		if (!this.superuser && relations.isCircle(inOrder)) {
			refuse("tables reference each other, and only a superuser can write them one by one");
		}
		List<Table> deleted = new ArrayList<>(relations.inOrderOfReferences(this.pruned));
		Collections.reverse(deleted);
		return new ResetPlan(truncated, inOrder, vacated, deleted, this.vacuumed,
				described(misjudged, Stream.of(truncated, vacated, this.pruned, this.vacuumed)), this.obstacle);
	}

	private Set<Table> described(Set<Table> misjudged, Stream<Set<Table>> judgedAgain) {
		Set<Table> described = new LinkedHashSet<>(misjudged);
		judgedAgain.forEach(described::removeAll);
		if (!described.isEmpty() && !this.superuser) {
			refuse("the planner's estimates of %s changed, which only a superuser can put back"
				.formatted(described.iterator().next()));
		}
		return described;
	}

	private void add(TableDelta delta) {
		Table table = delta.table();
		boolean seeded = !contents(table).isEmpty();
		if (!seeded && (delta.isCommitted() || isVisible(delta))) {
			this.emptied.add(table);
		}
		else if (seeded && (delta.isCommitted() || delta.addedRows() + delta.deleted() > 0)) {
			addSeeded(delta);
		}
	}

	/**
	 * Return whether later tests could see dead rows in a table that is empty otherwise.
	 */
	private boolean isVisible(TableDelta delta) {
		return delta.maintained() || delta.addedRows() > MOST_DEAD_ROWS || delta.bytes() > Contents.PAGE
				|| delta.toastBytes() > MOST_DEAD_LONG_VALUES
				|| delta.indexBytes() > contents(delta.table()).indexBytes() + delta.table().indexes() * Contents.PAGE
				|| (delta.table().isApproximate() && delta.addedRows() > 0);
	}

	private void addSeeded(TableDelta delta) {
		Table table = delta.table();
		if (table.hidden() && delta.isCommitted()) {
			refuse("%s has rows that the role may not see".formatted(table));
		}
		boolean vacuumable = !table.isApproximate() || table.isClustered();
		if (!delta.isCommitted() && vacuumable) {
			addSeededWithDeadRows(delta);
		}
		else if (delta.isOnlyInserted() && vacuumable) {
			this.pruned.add(table);
		}
		else {
			rewrite(table);
		}
	}

	/**
	 * A vacuum leaves the pages that an index has grown by. Dead rows in pages of the
	 * kept state make room for later ones, which are then scanned in another order.
	 */
	private void addSeededWithDeadRows(TableDelta delta) {
		Table table = delta.table();
		Contents contents = contents(table);
		boolean small = contents.totalBytes() <= Normalization.MOST_REWRITTEN_BYTES;
		if (delta.indexBytes() > contents.indexBytes() && small && !table.isApproximate()) {
			rewrite(table);
		}
		else if (delta.indexBytes() > contents.indexBytes() * MOST_GROWTH_OF_INDEXES) {
			refuse("the indexes of %s have grown from %s to %s KB".formatted(table, contents.indexBytes() >> 10,
					delta.indexBytes() >> 10));
		}
		else if (small || table.isApproximate() || hasGrown(delta)) {
			this.vacuumed.add(table);
		}
	}

	private boolean hasGrown(TableDelta delta) {
		Contents contents = contents(delta.table());
		return delta.bytes() > contents.bytes() || delta.toastBytes() > contents.toastBytes() + MOST_DEAD_LONG_VALUES;
	}

	private void rewrite(Table table) {
		this.rewritten.add(table);
		if (table.hidden()) {
			refuse("%s has rows that the role may not see".formatted(table));
		}
		if (contents(table).totalBytes() > Normalization.MOST_REWRITTEN_BYTES) {
			refuse("%s has %s KB, and only smaller tables are written again".formatted(table,
					contents(table).totalBytes() >> 10));
		}
		if (table.partial() && !this.superuser) {
			refuse("%s has a partial index, the estimates of which only a superuser can put back".formatted(table));
		}
		if (table.isClustered() || (table.isApproximate() && contents(table).rows() > COMPLETE_GRAPH)) {
			refuse("%s has %s rows in an index of the type %s, which cannot be built again as it was".formatted(table,
					contents(table).rows(), table.searchMethod()));
		}
	}

	/**
	 * Return whether emptied tables should have new files, like those of a clone. Files
	 * that are emptied differ by a page of each index.
	 */
	private boolean isWorthNewFiles(Set<Table> truncated) {
		return truncated.stream().allMatch((table) -> contents(table).isEmpty())
				&& truncated.stream().mapToLong(ResetCosts::truncate).sum() <= ResetCosts.MOST_FOR_NEW_FILES;
	}

	private void verify(Table table) {
		if (table.kind() == Kind.MATERIALIZED_VIEW) {
			refuse("%s is a materialized view".formatted(table));
		}
		if (table.kind() == Kind.TABLE && !table.heap()) {
			refuse("%s has a storage of its own".formatted(table));
		}
		if (table.triggers() == Triggers.ALWAYS) {
			refuse("%s has a trigger or a rule that is enabled ALWAYS".formatted(table));
		}
		if (table.triggers() == Triggers.ORDINARY && !this.superuser) {
			refuse("%s has a trigger or a rule, which only a superuser can keep from firing".formatted(table));
		}
	}

	private long cost(Set<Table> truncated, Set<Table> vacated) {
		return truncated.stream().mapToLong(ResetCosts::truncate).sum()
				+ this.rewritten.stream().mapToLong((table) -> ResetCosts.rewrite(table, contents(table).rows())).sum()
				+ vacated.size() * ResetCosts.VACATE
				+ Stream.of(this.pruned, this.vacuumed)
					.flatMap(Set::stream)
					.mapToLong((table) -> ResetCosts.prune(contents(table).bytes()))
					.sum();
	}

	private void refuse(String reason) {
		if (this.obstacle == null) {
			this.obstacle = reason;
		}
	}

	private Contents contents(Table table) {
		return this.baseline.contents(table);
	}

	private Set<Table> withDependents(Collection<Table> tables) {
		return this.baseline.relations().withDependents(tables);
	}

	private static Set<Table> union(Set<Table> some, Set<Table> others) {
		Set<Table> union = new LinkedHashSet<>(some);
		union.addAll(others);
		return union;
	}

}
