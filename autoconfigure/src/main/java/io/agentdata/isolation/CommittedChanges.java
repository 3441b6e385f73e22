// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.agentdata.database.copy.Changes;
import io.agentdata.database.copy.TableChange;
import org.jspecify.annotations.Nullable;

/**
 * Committed changes, which can be attributed to several calls.
 *
 * @param tables the changes of rows by the names of the tables
 * @param others other changes, as noun phrases
 */
record CommittedChanges(Map<String, TableChange> tables, List<String> others) {

	static final CommittedChanges NONE = new CommittedChanges(Map.of(), List.of());

	static CommittedChanges of(Changes changes) {
		Map<String, TableChange> tables = new LinkedHashMap<>();
		changes.tables().forEach((change) -> tables.put(change.table(), change));
		return new CommittedChanges(tables, changes.others());
	}

	boolean isEmpty() {
		return this.tables.isEmpty() && this.others.isEmpty();
	}

	/**
	 * Return what is here and not in others.
	 */
	CommittedChanges minus(CommittedChanges attributed) {
		Map<String, TableChange> rest = new LinkedHashMap<>();
		this.tables.forEach((table, change) -> {
			TableChange left = minus(change, attributed.tables.get(table));
			if (left != null) {
				rest.put(table, left);
			}
		});
		List<String> otherRest = new ArrayList<>(this.others);
		otherRest.removeAll(attributed.others);
		return new CommittedChanges(rest, otherRest);
	}

	CommittedChanges plus(CommittedChanges more) {
		Map<String, TableChange> sum = new LinkedHashMap<>(this.tables);
		more.tables.forEach((table, change) -> sum.merge(table, change, CommittedChanges::plus));
		List<String> all = new ArrayList<>(this.others);
		all.addAll(more.others);
		return new CommittedChanges(sum, all);
	}

	/**
	 * Return what is here but for tables.
	 */
	CommittedChanges without(Set<String> names) {
		Map<String, TableChange> rest = new LinkedHashMap<>(this.tables);
		rest.keySet().removeAll(names);
		return new CommittedChanges(rest, this.others);
	}

	private static @Nullable TableChange minus(TableChange change, @Nullable TableChange other) {
		if (other == null) {
			return change;
		}
		TableChange rest = new TableChange(change.table(), change.rows() - other.rows(),
				change.inserted() - other.inserted(), change.updated() - other.updated(),
				change.deleted() - other.deleted());
		if (rest.rows() <= 0) {
			return null;
		}
		boolean known = rest.inserted() >= 0 && rest.updated() >= 0 && rest.deleted() >= 0
				&& rest.inserted() + rest.updated() + rest.deleted() == rest.rows();
		return known ? rest : new TableChange(change.table(), rest.rows(), 0, 0, 0);
	}

	private static TableChange plus(TableChange one, TableChange other) {
		return new TableChange(one.table(), one.rows() + other.rows(), one.inserted() + other.inserted(),
				one.updated() + other.updated(), one.deleted() + other.deleted());
	}

}
