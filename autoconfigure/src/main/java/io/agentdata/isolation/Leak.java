// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.agentdata.database.copy.TableChange;
import org.jspecify.annotations.Nullable;

/**
 * Commit of a test beside its test-managed transaction. It is published as an application
 * event when the test has ended.
 *
 * @param test the test that was running, such as {@code NoteTests.saves()}
 * @param thread the name of the thread that committed, or {@code "unknown"}
 * @param tables the committed changes of rows, one for each table; empty where the engine
 * does not tell them
 * @param others other committed changes, each as a noun phrase
 * @param statement the last statement of the connection
 * @param times how often the same place in the code has committed, 1 or more
 * @param call where the first of these commits was made, as a stack trace that begins
 * with the application's own frames, or {@code null} where that is not known
 */
public record Leak(String test, String thread, List<TableChange> tables, List<String> others, String statement,
		int times, @Nullable Throwable call) {

	private static final int MOST_CHARACTERS = 200;

	private static final int MOST_CHANGES = 5;

	static Leak ofUnknownCall(String test, CommittedChanges changes) {
		return new Leak(test, "unknown", List.copyOf(changes.tables().values()), changes.others(),
				"(a connection that is not the pool's, or a statement of many that were not asked about)", 1, null);
	}

	/**
	 * Return the leak in words, without the stack trace.
	 */
	@Override
	public String toString() {
		List<String> changes = Stream
			.concat(this.tables.stream().map(TableChange::toString), this.others.stream().map("changed: "::concat))
			.toList();
		String what = changes.stream().limit(MOST_CHANGES).collect(Collectors.joining("; "));
		if (changes.size() > MOST_CHANGES) {
			what += "; and %s more".formatted(changes.size() - MOST_CHANGES);
		}
		return "%s, by thread '%s'%s with: %s".formatted(what.isEmpty() ? "a change" : what, this.thread,
				(this.times > 1) ? ", %s times,".formatted(this.times) : "", shortened(this.statement));
	}

	private static String shortened(String statement) {
		String line = statement.strip().replaceAll("\\s+", " ");
		return (line.length() > MOST_CHARACTERS) ? line.substring(0, MOST_CHARACTERS) + "…" : line;
	}

}
