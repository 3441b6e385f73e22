// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.agentdata.isolation.TestScope.Handling;
import org.jspecify.annotations.Nullable;

/**
 * Hands databases to tests, in the state that each begins with. It is safe for use by
 * several threads.
 */
final class TestDatabases {

	/**
	 * The snapshot of what the application did at its start.
	 */
	static final String TEMPLATE = "template";

	private final Set<ClassWork> classes = ConcurrentHashMap.newKeySet();

	private final Lane first;

	private final Lanes lanes;

	private final List<StateInMemory> memories;

	private final Duration sandboxTimeout;

	/**
	 * Seal the context's own database as the template, and hand out copies of it.
	 * @param first the context's own database
	 * @param lanes all databases of the context
	 * @param memories what the application remembers of them
	 * @param sandboxTimeout how long a transaction waits for another one in a sandbox
	 */
	TestDatabases(Lane first, Lanes lanes, List<StateInMemory> memories, Duration sandboxTimeout) {
		this.first = first;
		this.lanes = lanes;
		this.memories = memories;
		this.sandboxTimeout = sandboxTimeout;
	}

	/**
	 * Return the context's own database, for what happens while no test runs.
	 */
	TestScope whileNoTestRuns() {
		return new TestScope("the time between two tests", Handling.GUARD, this.first,
				new StartingPoint(TEMPLATE, null), this.sandboxTimeout);
	}

	/**
	 * Begin work on a database. Waits while all are in use.
	 * @param who the work, in words
	 * @param handling what becomes of its connections
	 * @param start what it begins with
	 * @return the work, which ends with {@link #end(TestScope)}
	 */
	TestScope begin(String who, Handling handling, StartingPoint start) {
		CommonDatabase common = start.common();
		if (common != null) {
			common.begin(this::reclaim);
		}
		Lane lane = null;
		TestScope scope = null;
		try {
			lane = this.lanes.take(who, start, this::reclaim);
			if (lane.prepare(start)) {
				forget(lane);
			}
			scope = new TestScope(who, handling, lane, start, this.sandboxTimeout);
			return scope;
		}
		finally {
			if (scope == null) {
				release(lane, common);
			}
		}
	}

	/**
	 * End work, and give its database to others.
	 */
	void end(TestScope scope) {
		release(scope.lane(), scope.start().common());
	}

	/**
	 * Forget what the application remembers of a test's database: it was replaced.
	 */
	void forget(TestScope scope) {
		forget(scope.lane());
	}

	/**
	 * Put the database of a test back to what the test began with, or what its class
	 * began with where tests have it in common.
	 */
	void restore(TestScope scope) {
		scope.lane().restore(scope.start());
		forget(scope.lane());
	}

	/**
	 * Set the sequences of a test's database to where they were when it was sealed.
	 */
	void resetSequences(TestScope scope) {
		scope.lane().database().resetSequences(scope.start().snapshot());
		this.memories.forEach((memory) -> memory.forgetSequences(scope.lane()));
	}

	/**
	 * Forget cached rows: they may have been undone.
	 */
	void forgetRows() {
		this.memories.forEach(StateInMemory::forgetRows);
	}

	/**
	 * Forget a database that tests had in common, and what it began with.
	 */
	void forget(CommonDatabase ended) {
		ended.forget();
		this.first.database().forget(ended.name());
	}

	void forget(String snapshot) {
		this.first.database().forget(snapshot);
	}

	/**
	 * Note a class, which may have a database that it does not use at the moment.
	 */
	void add(ClassWork work) {
		this.classes.add(work);
	}

	void remove(ClassWork work) {
		this.classes.remove(work);
	}

	private boolean reclaim() {
		return this.classes.stream().anyMatch(ClassWork::giveBackIfIdle);
	}

	private void forget(Lane lane) {
		this.memories.forEach((memory) -> {
			memory.forgetRows();
			memory.forgetSequences(lane);
		});
	}

	private void release(@Nullable Lane lane, @Nullable CommonDatabase common) {
		if (lane != null) {
			this.lanes.giveBack(lane);
		}
		if (common != null) {
			common.end();
		}
	}

}
