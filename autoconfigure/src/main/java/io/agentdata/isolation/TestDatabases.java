// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.agentdata.database.Capability;
import io.agentdata.database.copy.Changes;
import io.agentdata.report.DatabaseReport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands databases to tests, in the state that each begins with. It is safe for use by
 * several threads.
 */
final class TestDatabases {

	/**
	 * The snapshot of what the application did at its start.
	 */
	static final String TEMPLATE = "template";

	private static final Logger logger = LoggerFactory.getLogger(TestDatabases.class);

	private final Set<ClassWork> classes = ConcurrentHashMap.newKeySet();

	private final Set<String> obstacles = ConcurrentHashMap.newKeySet();

	private final Lane first;

	private final boolean resets;

	private final Lanes lanes;

	private final List<StateInMemory> memories;

	/**
	 * Hand out databases in the state of the template, or of later snapshots.
	 * @param first the context's own database
	 * @param lanes all databases of the context
	 * @param memories what the application remembers of them
	 */
	TestDatabases(Lane first, Lanes lanes, List<StateInMemory> memories) {
		this.first = first;
		this.resets = Capability.RESET.isOfferedBy(first.database().config().type());
		this.lanes = lanes;
		this.memories = memories;
	}

	/**
	 * Return the context's own database, for what happens while no test runs.
	 */
	TestScope whileNoTestRuns() {
		return new TestScope("the time between two tests", TestDatabases.class, this.first,
				new StartingPoint(TEMPLATE, null));
	}

	/**
	 * Begin work on a database. Waits while all are in use.
	 * @param who the work, in words
	 * @param testClass the class that runs
	 * @param start what it begins with
	 * @return the work, which ends with {@link #end(TestScope)}
	 */
	TestScope begin(String who, Class<?> testClass, StartingPoint start) {
		CommonDatabase common = start.common();
		if (common != null) {
			common.begin();
		}
		Lane lane = null;
		TestScope scope = null;
		try {
			lane = take(who, start);
			if (lane.prepare(start)) {
				forget(lane);
			}
			lane.connections().begin(who);
			scope = new TestScope(who, testClass, lane, start);
			return scope;
		}
		finally {
			if (scope == null) {
				release(lane, common);
			}
		}
	}

	/**
	 * End work, and give its database to others, unless it is held.
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
	 * Ask the server what has changed.
	 * @param who the work that was done, in words
	 * @return the changes, or {@code null} where the database is not to be reached any
	 * more, and a clone has to take its place
	 */
	@Nullable Changes changes(String who, Lane lane) {
		try {
			return lane.database().changes();
		}
		catch (IllegalStateException ex) {
			logger.error("{} has dropped the database, or made it unreachable. A clone takes its place.", who, ex);
			lane.connections().evictIdle();
			return null;
		}
	}

	/**
	 * Put the database of a test back to what it began with, in place where that is
	 * possible.
	 * @param changes what has changed
	 * @param withSequences whether sequences are put back too
	 */
	void reset(TestScope scope, Changes changes, boolean withSequences) {
		String obstacle = scope.lane().reset(scope.start(), withSequences);
		if (obstacle != null && this.resets && this.obstacles.add(obstacle)) {
			logger.info("A clone takes the place of the database after {}: {}. "
					+ "This costs more than to put rows back; it is not said again.", scope.name(), obstacle);
		}
		if (changes.isCommitted() || obstacle != null) {
			DatabaseReport.ofThisJvm().addReset(obstacle);
		}
		if (withSequences || obstacle != null) {
			this.memories.forEach((memory) -> memory.forgetSequences(scope.lane()));
		}
	}

	/**
	 * Let a clone take the place of a test's database.
	 */
	void restore(TestScope scope) {
		scope.lane().restore(scope.start());
		forget(scope.lane());
	}

	/**
	 * Put the sequences of a test's database back, where tests before it have used them.
	 */
	void resetSequences(TestScope scope) {
		if (scope.lane().resetSequences(scope.start())) {
			this.memories.forEach((memory) -> memory.forgetSequences(scope.lane()));
		}
	}

	/**
	 * Forget remembered rows of a test's database: they may have been undone.
	 */
	void forgetRows(TestScope scope) {
		this.memories.forEach((memory) -> memory.forgetRows(scope.lane()));
	}

	/**
	 * Give a database back that tests had in common.
	 */
	void release(CommonDatabase ended) {
		Lane held = ended.lane();
		if (held != null) {
			ended.hold(null);
			held.change();
			this.lanes.giveBack(held);
		}
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

	private Lane take(String who, StartingPoint start) {
		CommonDatabase common = start.common();
		Lane held = (common != null) ? common.lane() : null;
		if (held != null) {
			return held;
		}
		Lane taken = this.lanes.take(who, start, this::reclaim);
		if (common != null && this.lanes.hold(taken)) {
			common.hold(taken);
		}
		return taken;
	}

	private boolean reclaim() {
		return this.classes.stream().anyMatch(ClassWork::giveBackIfIdle);
	}

	private void forget(Lane lane) {
		this.memories.forEach((memory) -> {
			memory.forgetRows(lane);
			memory.forgetSequences(lane);
		});
	}

	private void release(@Nullable Lane lane, @Nullable CommonDatabase common) {
		if (lane != null && (common == null || common.lane() != lane)) {
			this.lanes.giveBack(lane);
		}
		if (common != null) {
			common.end();
		}
	}

}
