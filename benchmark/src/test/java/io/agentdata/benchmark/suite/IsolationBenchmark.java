// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark.suite;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

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

	private static final List<String> TESTS = List.of("savesThreeMessages", "doesNothing");

	private static final DatabaseFactory FACTORY = DatabaseFactory.embedded(EmbeddedOptions.defaults(), "public",
			Pool.DEFAULTS);

	/**
	 * Without the listeners of the class path: the time between two runs is not measured,
	 * but their output is in the way.
	 */
	private final Launcher launcher = LauncherFactory
		.create(LauncherConfig.builder().enableTestExecutionListenerAutoRegistration(false).build());

	private final int rounds;

	private final int tests;

	IsolationBenchmark(int rounds, int tests) {
		this.rounds = rounds;
		this.tests = tests;
	}

	/**
	 * Measure, and write the tables to a file.
	 * @param arguments the rounds, the tests of a class, and the file to write
	 * @throws IOException if the file cannot be written
	 */
	public static void main(String... arguments) throws IOException {
		Path file = Path.of(arguments[2]);
		String text = new IsolationBenchmark(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1])).run();
		Files.writeString(file, text);
	}

	/**
	 * Return the factory of the database that the plain tests use.
	 */
	static DatabaseFactory factory() {
		return FACTORY;
	}

	String run() {
		double load = load();
		StringBuilder tables = new StringBuilder();
		for (String test : TESTS) {
			tables.append("\n## ").append(test).append("\n\n").append(new IsolationTable(measure(test)).text());
		}
		if (MemoryCase.SERVERS.size() != 1) {
			throw new IllegalStateException("The tests ran on different servers: " + MemoryCase.SERVERS);
		}
		return """
				# The overhead of isolation

				Milliseconds. %d rounds of %d tests in each mode, after %d rounds of warm-up; %s; Java %s; \
				%d processors, load %.1f before and %.1f after.
				%s""".formatted(this.rounds, this.tests, WARM_UP_ROUNDS, FACTORY.server(), Runtime.version(),
				Runtime.getRuntime().availableProcessors(), load, load(), tables);
	}

	private Map<Mode, Samples> measure(String test) {
		Map<Mode, Samples> samples = new EnumMap<>(Mode.class);
		Mode[] modes = Mode.values();
		for (int round = -WARM_UP_ROUNDS; round < this.rounds; round++) {
			for (int turn = 0; turn < modes.length; turn++) {
				// each round begins with another mode; who follows whom stays
				Mode mode = modes[Math.floorMod(turn + round, modes.length)];
				TestTimes times = execute(mode, test);
				if (round >= 0) {
					samples.computeIfAbsent(mode, (key) -> new Samples()).add(times);
				}
			}
		}
		return samples;
	}

	private TestTimes execute(Mode mode, String test) {
		TestTimes times = new TestTimes();
		this.launcher.execute(LauncherDiscoveryRequestBuilder.request()
			.selectors(selectMethod(mode.testClass(), test))
			.configurationParameter(Repetitions.PARAMETER, Integer.toString(this.tests))
			.build(), times);
		if (times.tests().size() != this.tests) {
			throw new IllegalStateException(
					"Of %d tests in mode %s, %d succeeded.".formatted(this.tests, mode, times.tests().size()),
					times.failure());
		}
		return times;
	}

	private static double load() {
		return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
	}

}
