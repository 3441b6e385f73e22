// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import io.agentdata.benchmark.process.JavaProcess;
import io.agentdata.benchmark.process.PeakMemory;
import io.agentdata.benchmark.process.ServerProcesses;
import io.agentdata.benchmark.suite.Suite;
import io.agentdata.benchmark.suite.SuiteResult;
import io.agentdata.database.embedded.EmbeddedOptions;

import org.springframework.util.FileSystemUtils;

/**
 * Runs workloads in fresh JVMs, one measurement after the other.
 */
final class SuiteRunner implements AutoCloseable {

	private final RunningServer running = new RunningServer();

	private final SuiteClasses classes;

	private final Path folder;

	SuiteRunner(Path folder) {
		this.folder = folder;
		this.classes = new SuiteClasses(folder.resolve("classes"));
	}

	/**
	 * Run a workload.
	 * @param variant what gives the tests their database
	 * @param workload what the JVMs do
	 * @return what it took
	 * @throws IOException if a JVM fails, or does not run all tests
	 * @throws SQLException if the running server refuses
	 * @throws InterruptedException if the wait is interrupted
	 */
	Measurement run(Variant variant, Workload workload) throws IOException, SQLException, InterruptedException {
		String mark = UUID.randomUUID().toString();
		Path logs = Files.createDirectories(this.folder.resolve(variant.name() + "-" + mark));
		// a place of its own: the server is shared with the workload's forks only
		Path data = Files
			.createDirectory(EmbeddedOptions.defaults().temporaryDirectory().resolve("agent-data-benchmark-" + mark));
		try {
			List<String> classPath = Library.classPath(variant.libraries(),
					this.classes.compile(variant, workload.classes()).toString());
			List<Map<String, String>> properties = new ArrayList<>();
			for (int fork = 0; fork < workload.forks(); fork++) {
				properties.add(properties(variant, workload, data));
			}
			ServerProcesses servers = (variant == Variant.RUNNING) ? this.running.processes()
					: ServerProcesses.marked(mark);
			try (PeakMemory memory = PeakMemory.of(servers)) {
				return run(mark, classPath, properties, logs, workload, memory);
			}
		}
		finally {
			this.running.dropDatabases();
			FileSystemUtils.deleteRecursively(data);
		}
	}

	/**
	 * Run a workload several times.
	 * @return as many as rounds
	 */
	List<Measurement> run(Variant variant, Workload workload, int rounds)
			throws IOException, SQLException, InterruptedException {
		List<Measurement> measurements = new ArrayList<>();
		for (int round = 0; round < rounds; round++) {
			measurements.add(run(variant, workload));
		}
		return measurements;
	}

	/**
	 * Return what writes migrations for workloads.
	 */
	Migrations migrations() {
		return new Migrations(this.folder.resolve("migrations"));
	}

	private static Measurement run(String mark, List<String> classPath, List<Map<String, String>> forks, Path logs,
			Workload workload, PeakMemory memory) throws IOException, InterruptedException {
		List<JavaProcess> processes = new ArrayList<>();
		long begin = System.nanoTime();
		for (Map<String, String> properties : forks) {
			int fork = processes.size();
			processes.add(JavaProcess.start(Map.of(ServerProcesses.MARK, mark), classPath, properties,
					logs.resolve(fork + ".log"),
					List.of(Suite.class.getName(), String.valueOf(System.currentTimeMillis()),
							logs.resolve(fork + ".result").toString(), workload.test(),
							String.valueOf(workload.classes()), String.valueOf(workload.tests()),
							String.valueOf(workload.interval()))));
		}
		try {
			for (JavaProcess process : processes) {
				process.await();
			}
		}
		finally {
			processes.forEach(JavaProcess::close);
		}
		long wall = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
		List<SuiteResult> results = new ArrayList<>();
		for (int fork = 0; fork < processes.size(); fork++) {
			results.add(SuiteResult.read(logs.resolve(fork + ".result")));
		}
		return new Measurement(wall, memory.bytes(), results);
	}

	private Map<String, String> properties(Variant variant, Workload workload, Path data) {
		Map<String, String> properties = new HashMap<>(workload.properties());
		properties.putAll(variant.properties());
		if (variant == Variant.RUNNING) {
			properties.putAll(this.running.newDatabase());
		}
		if (variant.isOurs()) {
			properties.put("agent.data.embedded.temporary-directory", data.toString());
		}
		return properties;
	}

	@Override
	public void close() {
		this.running.close();
	}

}
