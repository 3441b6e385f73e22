// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.agentdata.database.Database;
import io.agentdata.database.Engine;
import io.agentdata.database.copy.Changes;

/**
 * Notices the commits of a test beside its test-managed transaction, to name what they
 * have changed. The server is asked after the first commit of each place in the code, and
 * then ever more rarely, so that thousands of short transactions cost little. Whether
 * anything is put back does not depend on it, where the server counts changes. It is safe
 * for use by several threads.
 */
final class CommitWatch {

	private static final int MOST_QUESTIONS = 64;

	private final Map<Integer, Commit> commits = new LinkedHashMap<>();

	/**
	 * Tables that Hibernate counts ids in.
	 */
	private final Set<String> idTables = new HashSet<>();

	private final String test;

	private final Database database;

	private final CommittedChanges before;

	private CommittedChanges named;

	private int questions;

	private boolean committed;

	private boolean ownCommit;

	/**
	 * Create a watch.
	 * @param test the test, in words
	 * @param database the database that it runs on
	 * @param before changes that earlier tests have left
	 */
	CommitWatch(String test, Database database, CommittedChanges before) {
		this.test = test;
		this.database = database;
		this.before = before;
		this.named = before;
	}

	/**
	 * Note that a change may have become final.
	 * @param statement the last statement
	 * @param report lets the server count what the session has committed
	 */
	synchronized void committed(String statement, Report report) throws SQLException {
		if (IdRequest.isRunning()) {
			committedIds(report);
			return;
		}
		Commit commit = this.commits.computeIfAbsent(CallSite.key(), (key) -> new Commit(this.test, statement));
		if (commit.call.isEndOfTestTransaction()) {
			this.ownCommit = true;
			return;
		}
		this.committed = true;
		commit.times++;
		if (Integer.bitCount(commit.times) == 1 && this.questions < MOST_QUESTIONS) {
			this.questions++;
			report.run();
			CommittedChanges total = CommittedChanges.of(this.database.reportedChanges());
			commit.changes = commit.changes.plus(total.minus(this.named));
			this.named = total;
		}
	}

	/**
	 * Note that Hibernate has counted ids: a test is not to blame for that. The table is
	 * known where it is all that has changed meanwhile.
	 */
	private void committedIds(Report report) throws SQLException {
		this.committed = true;
		if (this.idTables.isEmpty() || this.questions < MOST_QUESTIONS) {
			this.questions++;
			report.run();
			CommittedChanges total = CommittedChanges.of(this.database.reportedChanges());
			CommittedChanges own = total.minus(this.named).without(this.idTables);
			if (own.tables().size() == 1 && own.others().isEmpty()) {
				this.idTables.addAll(own.tables().keySet());
			}
		}
	}

	/**
	 * Note that the driver's own connection was handed out. What is done with it is not
	 * seen.
	 */
	synchronized void unwrapped() {
		this.commits.computeIfAbsent(CallSite.key(),
				(key) -> new Commit(this.test, "(a call of the driver's own connection, which was unwrapped here)"));
	}

	/**
	 * Note that the test-managed transaction was committed, for people to look at.
	 */
	synchronized void commitOfTestTransaction() {
		this.ownCommit = true;
	}

	/**
	 * Return whether a commit was noticed beside the test-managed transaction.
	 */
	synchronized boolean hasCommitted() {
		return this.committed;
	}

	/**
	 * Return whether the test-managed transaction itself was committed.
	 */
	synchronized boolean hasOwnCommit() {
		return this.ownCommit;
	}

	/**
	 * Return the leaks of the test.
	 * @param total all that has changed
	 */
	synchronized List<Leak> leaks(Changes total) {
		if (!total.counted()) {
			return (this.database.config().type() == Engine.H2) ? uncountedLeaks() : List.of();
		}
		List<Leak> leaks = new ArrayList<>();
		CommittedChanges rest = CommittedChanges.of(total).minus(this.before).without(this.idTables);
		Commit candidate = null;
		int candidates = 0;
		for (Commit commit : this.commits.values()) {
			CommittedChanges changes = commit.changes.without(this.idTables);
			if (!changes.isEmpty()) {
				leaks.add(commit.leak(this.test, changes));
				rest = rest.minus(changes);
			}
			if (!commit.call.isEndOfTestTransaction() && !commit.isNamed()) {
				candidate = commit;
				candidates++;
			}
		}
		if (!rest.isEmpty() && !this.ownCommit) {
			leaks.add((candidate != null && candidates == 1) ? candidate.leak(this.test, rest)
					: Leak.ofUnknownCall(this.test, rest));
		}
		return leaks;
	}

	private List<Leak> uncountedLeaks() {
		return this.commits.values()
			.stream()
			.filter((commit) -> commit.times > 0)
			.map((commit) -> commit.leak(this.test, CommittedChanges.NONE))
			.toList();
	}

	/**
	 * Lets a server count.
	 */
	@FunctionalInterface
	interface Report {

		void run() throws SQLException;

	}

	/**
	 * Commits of one place in the code.
	 */
	private static final class Commit {

		private final LeakedCall call;

		private final String statement;

		private final String thread = Thread.currentThread().getName();

		private CommittedChanges changes = CommittedChanges.NONE;

		private int times;

		Commit(String test, String statement) {
			this.call = new LeakedCall(test);
			this.statement = statement;
		}

		/**
		 * Return whether all that was committed here is known.
		 */
		boolean isNamed() {
			return this.times == 1 || this.times == 2;
		}

		Leak leak(String test, CommittedChanges what) {
			return new Leak(test, this.thread, List.copyOf(what.tables().values()), what.others(), this.statement,
					Math.max(1, this.times), this.call);
		}

	}

}
