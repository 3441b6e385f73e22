// SPDX-License-Identifier: Apache-2.0
package io.agentdata.warm;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * What a migrated database is made from.
 *
 * @param key the settings of the migration: where two agree, they are of the same
 * database
 * @param fingerprint a line for each resource: its name, and the digest of its content
 * @param rule what may be added to a database that is there
 */
record Recipe(String key, List<String> fingerprint, AdditionRule rule) {

	/**
	 * Compare with what an earlier database was made from.
	 * @return why that one cannot be used, or {@code null} where it can
	 */
	@Nullable String obstacle(List<String> before) {
		SortedSet<String> added = names(this.fingerprint, before);
		for (String name : names(before, this.fingerprint)) {
			return name + (added.contains(name) ? " has changed" : " was removed");
		}
		return added.isEmpty() ? null : this.rule.obstacle(names(before, List.of()), added);
	}

	SortedSet<String> names() {
		return names(this.fingerprint, List.of());
	}

	private static SortedSet<String> names(List<String> lines, List<String> except) {
		SortedSet<String> names = new TreeSet<>();
		lines.stream()
			.filter((line) -> !except.contains(line))
			.map((line) -> line.substring(0, line.lastIndexOf(' ')))
			.forEach(names::add);
		return names;
	}

	/**
	 * Knows what may be added to a database that is there.
	 */
	@FunctionalInterface
	interface AdditionRule {

		/**
		 * Return why an earlier database cannot be added to.
		 * @param before the names of the resources that it was made from
		 * @param added the names of new ones
		 * @return the reason, or {@code null} where nothing is in the way
		 */
		@Nullable String obstacle(SortedSet<String> before, SortedSet<String> added);

	}

}
