// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.reset;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.agentdata.database.copy.Changes;
import io.agentdata.database.copy.TableChange;

/**
 * What is known to have changed in a database since it was in a kept state. It is not
 * safe for use by several threads.
 */
final class Difference {

	private final Map<Table, TableReading> readings = new LinkedHashMap<>();

	/**
	 * Readings of tables whose dead rows were left where they are.
	 */
	private final Map<Table, TableReading> left = new HashMap<>();

	private final Map<Table, TableDelta> found = new HashMap<>();

	private final Set<Table> replaced = new LinkedHashSet<>();

	private final Set<Table> misjudged = new LinkedHashSet<>();

	private final Set<String> definitions = new LinkedHashSet<>();

	private final Set<Sequence> advanced = new LinkedHashSet<>();

	private long defined;

	private final Baseline baseline;

	private final Counters counters;

	/**
	 * Create a difference, without changes.
	 * @param baseline the kept state
	 * @param counters the counters when the database was in it
	 */
	Difference(Baseline baseline, Counters counters) {
		this.baseline = baseline;
		this.counters = counters;
		this.defined = counters.defined;
	}

	Baseline baseline() {
		return this.baseline;
	}

	Counters counters() {
		return this.counters;
	}

	/**
	 * Return the difference from another state, after the database was put back to that.
	 */
	Difference since(Baseline target) {
		if (target == this.baseline) {
			return this;
		}
		Difference since = new Difference(target, this.counters);
		since.left.putAll(this.left);
		since.advanced.addAll(this.advanced);
		return since;
	}

	void add(Reading reading) {
		this.defined = reading.defined();
		this.readings.putAll(reading.tables());
		reading.sequences().forEach((sequence, fetched) -> {
			this.counters.fetched[sequence.number()] = fetched;
			this.advanced.add(sequence);
		});
	}

	/**
	 * Note that the server has begun to count anew. What it counted before is not known.
	 * @param now readings since then
	 */
	void restartFrom(Counters now) {
		this.readings.clear();
		this.left.clear();
		this.counters.restartFrom(now);
	}

	/**
	 * Return the tables that were analysed or vacuumed. The server has begun to count the
	 * committed rows of the analysed ones anew.
	 */
	List<Table> maintained() {
		List<Table> maintained = new ArrayList<>();
		this.readings.forEach((table, reading) -> {
			TableReading before = this.left.get(table);
			if (reading
				.maintained() != ((before != null) ? before.maintained() : this.counters.maintained[table.number()])) {
				maintained.add(table);
			}
		});
		return maintained;
	}

	/**
	 * Note tables of which the planner assumes something else than in the kept state.
	 */
	void addMisjudged(Collection<Table> tables) {
		this.misjudged.addAll(tables);
	}

	/**
	 * Return the tables of which the planner assumes something else than in the kept
	 * state, besides what comes of their rows.
	 */
	Set<Table> misjudged() {
		return this.misjudged;
	}

	void add(CatalogChanges changes) {
		this.replaced.addAll(changes.replaced());
		this.definitions.addAll(changes.definitions());
	}

	/**
	 * Add changes that no counter has shown yet.
	 */
	void add(Collection<TableDelta> uncounted) {
		uncounted.forEach((delta) -> this.found.put(delta.table(), delta));
	}

	/**
	 * Return what has changed besides rows, as noun phrases.
	 */
	Set<String> definitions() {
		return this.definitions;
	}

	Set<Sequence> advanced() {
		return this.advanced;
	}

	/**
	 * Return whether definitions were written to since {@link #takeDefined()}.
	 */
	boolean isDefined() {
		return this.defined != this.counters.defined;
	}

	/**
	 * Return whether definitions were written to since that was last asked, rolled back
	 * or not.
	 */
	boolean takeDefined() {
		boolean written = isDefined();
		this.counters.defined = this.defined;
		return written;
	}

	/**
	 * Return what was written to each table.
	 */
	Map<Table, TableDelta> deltas() {
		Map<Table, TableDelta> deltas = new LinkedHashMap<>(this.found);
		this.readings.forEach((table, reading) -> {
			TableDelta delta = TableDelta.of(table, reading, this.counters, this.replaced.contains(table));
			if (delta.isCommitted() || !this.found.containsKey(table)) {
				deltas.put(table, delta);
			}
		});
		this.replaced.forEach((table) -> deltas.putIfAbsent(table, TableDelta.uncounted(table, true)));
		return deltas;
	}

	Changes changes() {
		List<TableChange> committed = deltas().values()
			.stream()
			.filter(TableDelta::isCommitted)
			.map((delta) -> delta.change(before(delta.table())))
			.toList();
		return new Changes(committed, List.copyOf(this.definitions), isWritten(), true);
	}

	/**
	 * Take the present readings of tables as those of the kept state, to which they are
	 * put back. Others stay as they are.
	 */
	void settle(Collection<Table> putBack) {
		putBack.forEach((table) -> {
			TableReading reading = this.readings.remove(table);
			if (reading != null) {
				this.counters.set(table, reading);
			}
			this.left.remove(table);
		});
		this.left.putAll(this.readings);
		this.readings.clear();
		this.replaced.clear();
		this.found.clear();
		this.misjudged.clear();
	}

	private boolean isWritten() {
		return !this.found.isEmpty() || !this.misjudged.isEmpty() || !this.replaced.isEmpty()
				|| !this.definitions.isEmpty() || !this.left.entrySet().containsAll(this.readings.entrySet());
	}

	private TableDelta before(Table table) {
		TableReading reading = this.left.get(table);
		return (reading != null) ? TableDelta.of(table, reading, this.counters, false)
				: TableDelta.uncounted(table, false);
	}

}
