// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All that a test has seen of its database, as text.
 *
 * @param parts what was seen, by what was looked at
 */
record Observation(Map<String, String> parts) {

	private static final int MOST_LINES = 12;

	/**
	 * Return the observation without those parts whose names begin in a way.
	 */
	Observation without(String prefix) {
		Map<String, String> rest = new TreeMap<>(this.parts);
		rest.keySet().removeIf((name) -> name.startsWith(prefix));
		return new Observation(rest);
	}

	/**
	 * Return the lines that are not the same in another observation.
	 */
	List<String> differences(Observation right) {
		List<String> differences = new ArrayList<>();
		Map<String, String> all = new TreeMap<>(right.parts);
		all.putAll(this.parts);
		for (String name : all.keySet()) {
			String seen = this.parts.getOrDefault(name, "(nothing)");
			String expected = right.parts.getOrDefault(name, "(nothing)");
			if (!seen.equals(expected)) {
				differences.add("%s: seen%n%s%n  instead of%n%s".formatted(name, linesMissingIn(expected, seen),
						linesMissingIn(seen, expected)));
			}
		}
		return differences;
	}

	private static String linesMissingIn(String other, String text) {
		List<String> known = Arrays.asList(other.split("\n"));
		List<String> missing = Arrays.stream(text.split("\n")).filter((line) -> !known.contains(line)).toList();
		return missing.isEmpty() ? "    (the same lines in another order)"
				: String.join("\n", missing.stream().limit(MOST_LINES).map("    "::concat).toList());
	}

}
