// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A change of a test that rollback does not undo. It is published as an application event
 * when the test has ended.
 *
 * @param test the test that was running, such as {@code NoteTests.saves()}
 * @param thread the name of the thread that made the change
 * @param tables what happened to which tables; empty where no table changed
 * @param session what the connection would have carried on, such as a session advisory
 * lock; empty where nothing was
 * @param statement the last statement of the connection
 * @param call where the change was made final, as a stack trace
 */
public record Leak(String test, String thread, List<TableChange> tables, List<String> session, String statement,
		Throwable call) {

	/**
	 * Return whether the database itself changed, not only a session.
	 * @return whether a clone must take its place
	 */
	public boolean isOfDatabase() {
		return this.session.isEmpty();
	}

	/**
	 * Return the leak in words, without the stack trace.
	 */
	@Override
	public String toString() {
		String what = Stream.concat(this.tables.stream().map(TableChange::toString), this.session.stream())
			.collect(Collectors.joining("; "));
		return "%s, by thread '%s' with: %s".formatted(what.isEmpty() ? "a change outside of tables" : what,
				this.thread, this.statement);
	}

}
