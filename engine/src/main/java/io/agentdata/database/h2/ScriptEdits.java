// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.h2;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is to be changed in a script. Its lines keep their numbers.
 */
final class ScriptEdits {

	private final String script;

	private final String schema;

	private final Map<Integer, Edit> edits = new TreeMap<>();

	private final Set<String> vectorTypes = new TreeSet<>();

	ScriptEdits(String script, String schema) {
		this.script = script;
		this.schema = schema;
	}

	/**
	 * Return the schema that unqualified names resolve to.
	 */
	String schema() {
		return this.schema;
	}

	void replace(int start, int end, String replacement) {
		this.edits.put(start, new Edit(end, replacement));
	}

	/**
	 * Make sure that there is a type for vectors.
	 * @param dimensions their number of dimensions, or a placeholder for it
	 */
	void needVectorType(String dimensions) {
		this.vectorTypes.add(dimensions);
	}

	String apply() {
		StringBuilder edited = new StringBuilder();
		this.vectorTypes.forEach((type) -> edited.append(H2Objects.createVectorType(type)).append("; "));
		int position = 0;
		for (Map.Entry<Integer, Edit> entry : this.edits.entrySet()) {
			int start = entry.getKey();
			// what is inside of something replaced is gone with it
			if (start >= position) {
				Edit edit = entry.getValue();
				edited.append(this.script, position, start)
					.append(edit.replacement())
					.append(newlines(start, edit.end()));
				position = edit.end();
			}
		}
		return edited.append(this.script, position, this.script.length()).toString();
	}

	private String newlines(int start, int end) {
		return "\n".repeat((int) this.script.substring(start, end).chars().filter((c) -> c == '\n').count());
	}

	/**
	 * One change.
	 *
	 * @param end where the script goes on
	 * @param replacement what stands there instead
	 */
	private record Edit(int end, String replacement) {

	}

}
