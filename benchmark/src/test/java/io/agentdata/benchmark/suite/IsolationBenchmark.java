// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark.suite;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.agentdata.database.DatabaseConfig.Pool;
import io.agentdata.database.DatabaseFactory;
import io.agentdata.database.embedded.EmbeddedOptions;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

/**
 * Runs the same tests plain and in each isolation, in turns, in one JVM and on one
 * server.
 */
public final class IsolationBenchmark {

	private static final int WARM_UP_ROUNDS = 2;

	private static final DatabaseFactory FACTORY = DatabaseFactory.embedded(EmbeddedOptions.defaults(), "public",
			Pool.DEFAULTS);

	/**
	 * Without the listeners of the class path: the time between two runs is not measured,
	 * but their output is in the way.
	 */
	private final Launcher launcher = LauncherFactory
		.create(LauncherConfig.builder().enableTestExecutionListenerAutoRegistration(false).build());

	private final Barrier barrier;

	private final int rounds;

	private final int tests;

	IsolationBenchmark(Barrier barrier, int rounds, int tests) {
		this.barrier = barrier;
		this.rounds = rounds;
		this.tests = tests;
	}

	/**
	 * Measure, and write an {@link IsolationResult}.
	 * @param arguments the file to write, the folder and the number of the JVMs that
	 * measure at the same time, the rounds, the tests of a class, the names of the works
	 * and of the modes, with commas between them
	 * @throws IOException if the file cannot be written
	 */
	public static void main(String... arguments) throws IOException {
		Barrier barrier = new Barrier(Path.of(arguments[1]), Integer.parseInt(arguments[2]));
		new IsolationBenchmark(barrier, Integer.parseInt(arguments[3]), Integer.parseInt(arguments[4]))
			.run(Stream.of(arguments[5].split(",")).map(Work::valueOf).toList(),
					Stream.of(arguments[6].split(",")).map(Mode::valueOf).toList())
			.write(Path.of(arguments[0]));
		// whatever threads are left
		System.exit(0);
	}

	/**
	 * Return the factory of the database that the plain tests use.
	 */
	static DatabaseFactory factory() {
		return FACTORY;
	}

	IsolationResult run(List<Work> works, List<Mode> modes) {
		IsolationResult result = new IsolationResult();
		for (Work work : works) {
			for (int round = -WARM_UP_ROUNDS; round < this.rounds; round++) {
				for (int turn = 0; turn < modes.size(); turn++) {
					// each round begins with another mode; who follows whom stays
					Mode mode = modes.get(Math.floorMod(turn + round, modes.size()));
					this.barrier.pass();
					TestTimes times = execute(mode, work);
					if (round >= 0) {
						result.add(work, mode, times);
					}
				}
			}
		}
		if (MemoryCase.SERVERS.size() != 1) {
			throw new IllegalStateException("The tests ran on different servers: " + MemoryCase.SERVERS);
		}
		return result;
	}

	private TestTimes execute(Mode mode, Work work) {
		TestTimes times = new TestTimes();
		this.launcher.execute(LauncherDiscoveryRequestBuilder.request()
			.selectors(selectMethod(mode.testClass(), "works", Work.class))
			.configurationParameter(Repetitions.PARAMETER, Integer.toString(this.tests))
			.configurationParameter(WorkParameter.PARAMETER, work.name())
			.build(), times);
		if (times.tests().size() != this.tests) {
			throw new IllegalStateException(
					"Of %d tests in mode %s, %d succeeded: %s.".formatted(this.tests, mode, times.tests().size(), work),
					times.failure());
		}
		return times;
	}

}
