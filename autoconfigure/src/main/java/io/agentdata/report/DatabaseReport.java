// SPDX-License-Identifier: Apache-2.0
package io.agentdata.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.agentdata.database.Capability;
import io.agentdata.database.DatabaseFactory;
import io.agentdata.database.Engine;
import io.agentdata.database.ServerInfo;
import org.jspecify.annotations.Nullable;

/**
 * Counts what the test databases of this JVM did. It is safe for use by several threads.
 */
public final class DatabaseReport {

	private static final DatabaseReport INSTANCE = new DatabaseReport();

	private final Map<Engine, ServerInfo> servers = new LinkedHashMap<>();

	private final Map<Engine, Integer> tests = new EnumMap<>(Engine.class);

	private final List<String> skipped = new ArrayList<>();

	private final Map<String, Integer> obstacles = new TreeMap<>();

	private int contexts;

	private int resets;

	private Duration setUpTime = Duration.ZERO;

	DatabaseReport() {
	}

	/**
	 * Return the report of this JVM.
	 * @return the one report that all contexts and tests add to
	 */
	public static DatabaseReport ofThisJvm() {
		return INSTANCE;
	}

	/**
	 * Add an application context that got a database.
	 * @param factory the factory that the database is from
	 * @param setUpTime the time that the context waited for it
	 */
	public synchronized void addContext(DatabaseFactory factory, Duration setUpTime) {
		this.contexts++;
		this.setUpTime = this.setUpTime.plus(setUpTime);
		this.servers.computeIfAbsent(factory.engine(), (engine) -> factory.server());
	}

	/**
	 * Add a test that ran on one of the databases.
	 * @param engine the engine of the database
	 */
	public synchronized void addTest(Engine engine) {
		this.tests.merge(engine, 1, Integer::sum);
	}

	/**
	 * Add a database that was put back after a test.
	 * @param obstacle why a clone took its place, as a clause, or {@code null} where it
	 * was put back in place
	 */
	public synchronized void addReset(@Nullable String obstacle) {
		if (obstacle != null) {
			this.obstacles.merge(obstacle, 1, Integer::sum);
		}
		else {
			this.resets++;
		}
	}

	/**
	 * Add a test, or a class of them, that was skipped for want of a capability.
	 * @param test the test in words, such as {@code NoteTests.finds()}
	 * @param missing what the engine does not offer
	 * @param engine the engine that it would have run on
	 */
	public synchronized void addSkipped(String test, Capability missing, Engine engine) {
		this.skipped.add("%s on %s: no %s".formatted(test, engine.id(), missing));
	}

	/**
	 * Return the report as text.
	 * @return a few lines, or empty where no context got a database
	 */
	public synchronized Optional<String> text() {
		if (this.contexts == 0) {
			return Optional.empty();
		}
		Stream<String> engines = this.servers.entrySet()
			.stream()
			.flatMap((server) -> Stream.of(line("engine", "%s, %s".formatted(server.getKey().id(), server.getValue())),
					line("ready after", milliseconds(server.getValue().startTime()))));
		Stream<String> counts = Stream.of(line("contexts", String.valueOf(this.contexts)), line("tests", counts()),
				line("database set-up", milliseconds(this.setUpTime)));
		Stream<String> omissions = this.skipped.stream().map((test) -> line("skipped", test));
		return Optional.of(Stream.of(Stream.of("AgentData"), engines, counts, putBack(), omissions)
			.flatMap((lines) -> lines)
			.collect(Collectors.joining(System.lineSeparator())));
	}

	/**
	 * Return how many tests ran on each engine, such as {@code 12 on embedded, 7 on h2}.
	 */
	private String counts() {
		return this.tests.isEmpty() ? "0"
				: this.tests.entrySet()
					.stream()
					.map((count) -> "%s on %s".formatted(count.getValue(), count.getKey().id()))
					.collect(Collectors.joining(", "));
	}

	/**
	 * Return how many databases were put back in place, and why others were not.
	 */
	private Stream<String> putBack() {
		Stream<String> inPlace = (this.resets > 0) ? Stream.of(line("put back", this.resets + " in place"))
				: Stream.empty();
		return Stream.concat(inPlace,
				this.obstacles.entrySet()
					.stream()
					.map((clone) -> line("put back", clone.getValue() + " by a clone: " + clone.getKey())));
	}

	private static String milliseconds(Duration duration) {
		return String.format(Locale.ROOT, "%,d ms", duration.toMillis());
	}

	private static String line(String name, String value) {
		return "  %-15s %s".formatted(name, value);
	}

}
