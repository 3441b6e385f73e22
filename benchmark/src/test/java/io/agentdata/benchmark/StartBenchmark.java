// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

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

				Milliseconds in a fresh JVM, %d of them in each state of the cache, in turns. The floor is the bare \
				programs: `initdb` where no cluster is kept, a copy of the cluster, `postgres` until it is ready.

				%s
				## Database and %d migrations

				Milliseconds that an application context spends on its pool and on Flyway, with all that these wait \
				for; medians of %d pairs of runs, each with migrations of its own.

				%s""".formatted(Report.machine(), this.rounds, firstQueries().markdown(), this.migrations, this.rounds,
				database().markdown()));
	}

	private Table firstQueries() throws IOException, InterruptedException {
		String[] database = this.runner.emptyDatabase();
		Cache cache = new Cache(this.folder.resolve("cache").toAbsolutePath());
		List<Double> first = new ArrayList<>();
		List<Double> binaries = new ArrayList<>();
		List<Double> cluster = new ArrayList<>();
		List<Double> loaded = new ArrayList<>();
		List<Double> floorOfBinaries = new ArrayList<>();
		List<Double> floorOfCluster = new ArrayList<>();
		for (int round = 0; round < this.rounds; round++) {
			cache.clear();
			first.add(firstQuery(cache));
			cache.keepBinaries();
			binaries.add(firstQuery(cache));
			cluster.add(firstQuery(cache));
			loaded.add(firstQuery(cache, database));
			Path data = Files.createTempDirectory(EmbeddedOptions.defaults().temporaryDirectory(),
					"agent-data-benchmark-");
			try (PhysicalFloor floor = new PhysicalFloor(cache.binaries(), data)) {
				double initdb = floor.initialise() / NANOSECONDS;
				double start = floor.start() / NANOSECONDS;
				floorOfBinaries.add(initdb + start);
				floorOfCluster.add(start);
			}
		}
		Table table = new Table("kept by earlier runs", "median", "least", "most", "to reach", "floor", "ratio");
		row(table, "binaries and cluster", cluster, "≤ 150", floorOfCluster);
		row(table, "the same, in a JVM that has connected before", loaded, "≤ 150", floorOfCluster);
		row(table, "binaries", binaries, "≤ 700", floorOfBinaries);
		row(table, "nothing", first, "≤ 2500", List.of());
		return table;
	}

	private double firstQuery(Cache cache, String... database) throws IOException, InterruptedException {
		Path result = Files.createDirectories(this.folder).resolve("first-query");
		JavaProcess.run(Map.of("XDG_CACHE_HOME", cache.home().toString()),
				Library.classPath(Set.of(Library.AGENT_DATA)), this.folder.resolve("first-query.log"),
				Stream.of(List.of(FirstQuery.class.getName(), result.toString()), List.of(database))
					.flatMap(List::stream)
					.toList());
		return Long.parseLong(Files.readString(result)) / NANOSECONDS;
	}

	private Table database() throws IOException, SQLException, InterruptedException {
		Table table = new Table("", "first run", "second run", "to reach");
		for (Variant variant : List.of(Variant.RUNNING, Variant.AUTO)) {
			List<Long> firstRuns = new ArrayList<>();
			List<Long> secondRuns = new ArrayList<>();
			for (int round = 0; round < this.rounds; round++) {
				Workload workload = Workload.SHORT.with(this.runner.migrations().ofNumber(this.migrations));
				firstRuns.add(this.runner.run(variant, workload).database());
				secondRuns.add(this.runner.run(variant, workload).database());
			}
			table.row(variant.label(), format(Quantile.median(firstRuns)), format(Quantile.median(secondRuns)),
					variant.isOurs() ? "≤ 250" : "–");
		}
		return table;
	}

	private static void row(Table table, String state, List<Double> times, String target, List<Double> floor) {
		double median = Quantile.median(times);
		table.row(state, format(median), format(Quantile.of(times, 0)), format(Quantile.of(times, 1)), target,
				floor.isEmpty() ? "–" : format(Quantile.median(floor)),
				floor.isEmpty() ? "–" : String.format(Locale.ROOT, "%.1f", median / Quantile.median(floor)));
	}

	private static String format(double value) {
		return String.format(Locale.ROOT, "%.0f", value);
	}

}
