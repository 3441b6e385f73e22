// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Stream;

import io.agentdata.benchmark.FirstQuery.Part;
import io.agentdata.benchmark.process.JavaProcess;
import io.agentdata.benchmark.report.Quantile;
import io.agentdata.benchmark.report.Report;
import io.agentdata.benchmark.report.Table;
import io.agentdata.database.embedded.EmbeddedOptions;

/**
 * Measures the start of the embedded server, each time in a fresh JVM, and what a second
 * run of a suite spends on a database that the first one has migrated.
 */
final class StartBenchmark {

	private static final double NANOSECONDS = 1_000_000;

	private final SuiteRunner runner;

	private final Path folder;

	private final int migrations;

	private final int rounds;

	StartBenchmark(SuiteRunner runner, Path folder, int migrations, int rounds) {
		this.runner = runner;
		this.folder = folder;
		this.migrations = migrations;
		this.rounds = rounds;
	}

	void run(Report report) throws IOException, SQLException, InterruptedException {
		report.text("start", """
				# The start of the embedded server

				%s

				## From the factory's call to the first answered query

				Milliseconds, medians of %d young JVMs for each number, in turns. Their log is set up before, as \
				Spring Boot does first; pgjdbc is loaded before, or with the first connection. The bare programs are \
				`initdb` where no cluster is kept, a copy of the cluster, and `postgres` until it is ready.

				%s
				## Database and %d migrations

				Milliseconds that an application context spends on its pool and on Flyway, with all that these wait \
				for; medians of %d pairs of runs, each pair with migrations of its own. A database that is kept has \
				them before the second run: what is left is what Flyway costs to find that out.

				%s""".formatted(Report.machine(), this.rounds, firstQueries().markdown(), this.migrations, this.rounds,
				database().markdown()));
	}

	private Table firstQueries() throws IOException, InterruptedException {
		Cache cache = this.runner.cache();
		Map<State, List<Double>> loaded = new EnumMap<>(State.class);
		Map<State, List<Double>> young = new EnumMap<>(State.class);
		Map<State, List<Double>> floor = new EnumMap<>(State.class);
		for (int round = 0; round < this.rounds; round++) {
			for (State state : State.values()) {
				add(loaded, state, firstQuery(cache, state, Part.CONNECT_BEFORE));
				add(young, state, firstQuery(cache, state));
			}
			Path data = Files.createTempDirectory(EmbeddedOptions.defaults().temporaryDirectory(), SuiteRunner.DATA);
			try (PhysicalFloor programs = new PhysicalFloor(cache.binaries(), data)) {
				double initdb = programs.initialise() / NANOSECONDS;
				double start = programs.start() / NANOSECONDS;
				add(floor, State.BINARIES, initdb + start);
				add(floor, State.CLUSTER, start);
			}
		}
		Table table = new Table("kept by earlier runs", "driver loaded", "least–most", "driver not loaded", "to reach",
				"bare programs");
		for (State state : State.values()) {
			List<Double> times = loaded.get(state);
			table.row(state.label, format(Quantile.median(times)),
					format(Quantile.of(times, 0)) + "–" + format(Quantile.of(times, 1)),
					format(Quantile.median(young.get(state))), state.target,
					floor.containsKey(state) ? format(Quantile.median(floor.get(state))) : "–");
		}
		return table;
	}

	private static void add(Map<State, List<Double>> times, State state, double milliseconds) {
		times.computeIfAbsent(state, (key) -> new ArrayList<>()).add(milliseconds);
	}

	private double firstQuery(Cache cache, State state, Part... parts) throws IOException, InterruptedException {
		state.prepare(cache);
		Path result = Files.createDirectories(this.folder).resolve("first-query");
		Map<String, String> running = this.runner.running().database("first query");
		List<String> main = new ArrayList<>(List.of(FirstQuery.class.getName(), result.toString()));
		for (String name : List.of("url", "username", "password")) {
			main.add(running.get("spring.datasource." + name));
		}
		Stream.concat(Stream.of(parts), state.parts.stream()).map(Part::name).forEach(main::add);
		JavaProcess.run(cache.environment(), Library.classPath(Set.of(Library.AGENT_DATA)),
				this.folder.resolve("first-query.log"), main);
		return Long.parseLong(Files.readString(result)) / NANOSECONDS;
	}

	private Table database() throws IOException, SQLException, InterruptedException {
		Table table = new Table("", "first run", "second run", "to reach");
		String running = Variant.RUNNING.label();
		database(table, running, Variant.RUNNING, (round) -> Map.of(), "–");
		database(table, running + ", its database kept", Variant.RUNNING,
				(round) -> this.runner.running().database("migrated " + round), "–");
		database(table, Variant.AUTO.label(), Variant.AUTO, (round) -> Map.of(), "≤ 250");
		// they would be unpacked at each later start
		this.runner.cache().keepBinaries();
		return table;
	}

	private void database(Table table, String label, Variant variant, IntFunction<Map<String, String>> database,
			String target) throws IOException, SQLException, InterruptedException {
		List<Long> firstRuns = new ArrayList<>();
		List<Long> secondRuns = new ArrayList<>();
		for (int round = 0; round < this.rounds; round++) {
			Workload workload = Workload.SHORT.with(this.runner.migrations().ofNumber(this.migrations))
				.with(database.apply(round));
			firstRuns.add(this.runner.run(variant, workload).database());
			secondRuns.add(this.runner.run(variant, workload).database());
		}
		table.row(label, format(Quantile.median(firstRuns)), format(Quantile.median(secondRuns)), target);
	}

	private static String format(double value) {
		return String.format(Locale.ROOT, "%.0f", value);
	}

	/**
	 * What a start finds.
	 */
	private enum State {

		NOTHING("nothing", "≤ 2500", Set.of()) {

			@Override
			void prepare(Cache cache) throws IOException {
				cache.clear();
			}

		},

		BINARIES("binaries", "≤ 700", Set.of()) {

			@Override
			void prepare(Cache cache) throws IOException {
				cache.keepBinaries();
			}

		},

		CLUSTER("binaries and cluster", "≤ 150", Set.of()),

		/**
		 * What the young JVM costs.
		 */
		CLUSTER_AGAIN("the same, a second server of the JVM", "–", Set.of(Part.START_BEFORE)),

		/**
		 * What the driver costs without us.
		 */
		RUNNING("no start: a PostgreSQL that runs already", "–", Set.of(Part.ASK_THE_RUNNING));

		private final String label;

		private final String target;

		private final Set<Part> parts;

		State(String label, String target, Set<Part> parts) {
			this.label = label;
			this.target = target;
			this.parts = parts;
		}

		void prepare(Cache cache) throws IOException {
		}

	}

}
