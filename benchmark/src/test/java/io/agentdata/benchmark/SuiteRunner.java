// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import io.agentdata.benchmark.process.PeakMemory;
import io.agentdata.benchmark.process.ServerProcesses;
import io.agentdata.database.embedded.EmbeddedOptions;

import org.springframework.util.FileSystemUtils;

/**
 * Runs workloads in fresh JVMs, one measurement after the other.
 */
final class SuiteRunner implements AutoCloseable {

	/**
	 * How the names of the folders begin that the data of a measurement is in.
	 */
	static final String DATA = "agent-data-benchmark-";

	/**
	 * For how many milliseconds the folder of a server that ended may be there.
	 */
	private static final int PATIENCE = 10_000;

	private final RunningServer running = new RunningServer();

	private final SuiteClasses classes;

	private final Path folder;

	private final Cache cache;

	/**
	 * Describe what runs workloads.
	 * @param folder what takes their classes, logs and results
	 * @param cache what earlier runs of ours have kept
	 */
	SuiteRunner(Path folder, Cache cache) {
		this.folder = folder;
		this.cache = cache;
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
		if (variant.isOurs() && !this.cache.isFilled()) {
			runOnce(Variant.AUTO, Workload.SHORT);
		}
		return runOnce(variant, workload);
	}

	private Measurement runOnce(Variant variant, Workload workload)
			throws IOException, SQLException, InterruptedException {
		String mark = UUID.randomUUID().toString();
		Path logs = Files.createDirectories(this.folder.resolve(variant.name() + "-" + mark));
		// a place of its own: the server is shared with the workload's forks only
		Path data = Files.createDirectory(EmbeddedOptions.defaults().temporaryDirectory().resolve(DATA + mark));
		try {
			Forks forks = new Forks(environment(mark), Library.classPath(variant.libraries(),
					this.classes.compile(variant, workload.classes()).toString()), logs, workload);
			List<Map<String, String>> properties = new ArrayList<>();
			for (int fork = 0; fork < workload.forks(); fork++) {
				properties.add(properties(variant, workload, data));
			}
			ServerProcesses servers = (variant.isRunning()) ? this.running.processes() : ServerProcesses.marked(mark);
			try (PeakMemory memory = PeakMemory.of(servers)) {
				long begin = System.nanoTime();
				forks.run(properties);
				long wall = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
				return new Measurement(wall, memory.bytes(), forks.results());
			}
			finally {
				end(variant, servers, data);
			}
		}
		finally {
			this.running.dropDatabases();
			FileSystemUtils.deleteRecursively(data);
		}
	}

	private Map<String, String> environment(String mark) {
		Map<String, String> environment = new HashMap<>(this.cache.environment());
		environment.put(ServerProcesses.MARK, mark);
		return environment;
	}

	private static void end(Variant variant, ServerProcesses servers, Path data) throws InterruptedException {
		if (variant.isOurs()) {
			servers.end();
			for (int attempt = 0; data.toFile().list().length > 0 && attempt < PATIENCE; attempt++) {
				TimeUnit.MILLISECONDS.sleep(1);
			}
		}
	}

	/**
	 * Remove the data of an earlier benchmark that was killed. There is one benchmark at
	 * a time.
	 */
	static void tidy() throws IOException {
		try (DirectoryStream<Path> folders = Files.newDirectoryStream(EmbeddedOptions.defaults().temporaryDirectory(),
				DATA + "*")) {
			for (Path folder : folders) {
				FileSystemUtils.deleteRecursively(folder);
			}
		}
	}

	/**
	 * Return what earlier runs of ours have kept.
	 */
	Cache cache() {
		return this.cache;
	}

	/**
	 * Return the running server.
	 */
	RunningServer running() {
		return this.running;
	}

	/**
	 * Return what writes migrations for workloads.
	 */
	Migrations migrations() {
		return new Migrations(this.folder.resolve("migrations"));
	}

	private Map<String, String> properties(Variant variant, Workload workload, Path data) {
		Map<String, String> properties = new HashMap<>(variant.properties());
		if (variant.isRunning()) {
			properties.putAll(this.running.newDatabase());
		}
		properties.putAll(workload.properties());
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
