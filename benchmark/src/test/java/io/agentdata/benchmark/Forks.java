// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.agentdata.benchmark.process.JavaProcess;
import io.agentdata.benchmark.suite.Suite;
import io.agentdata.benchmark.suite.SuiteResult;

/**
 * JVMs that do the same at the same time.
 *
 * @param environment variables by name, among them what their servers are known by
 * @param classPath folders and archives
 * @param folder what takes their logs and results
 * @param workload what each of them does
 */
record Forks(Map<String, String> environment, List<String> classPath, Path folder, Workload workload) {

	/**
	 * Run the JVMs, and wait for all of them.
	 * @param properties the system properties of each JVM
	 * @throws IOException if one of them fails; the others are ended
	 */
	void run(List<Map<String, String>> properties) throws IOException, InterruptedException {
		List<JavaProcess> processes = new ArrayList<>();
		try {
			for (int fork = 0; fork < properties.size(); fork++) {
				processes.add(start(fork, properties.get(fork)));
			}
			for (JavaProcess process : processes) {
				process.await();
			}
		}
		finally {
			processes.forEach(JavaProcess::close);
		}
	}

	/**
	 * Return what the JVMs have measured.
	 */
	List<SuiteResult> results() throws IOException {
		List<SuiteResult> results = new ArrayList<>();
		for (int fork = 0; fork < this.workload.forks(); fork++) {
			results.add(SuiteResult.read(result(fork)));
		}
		return results;
	}

	private JavaProcess start(int fork, Map<String, String> properties) throws IOException {
		return JavaProcess.start(this.environment, this.classPath, properties, this.folder.resolve(fork + ".log"),
				List.of(Suite.class.getName(), String.valueOf(System.currentTimeMillis()), result(fork).toString(),
						this.workload.test(), String.valueOf(this.workload.classes()),
						String.valueOf(this.workload.tests()), String.valueOf(this.workload.interval())));
	}

	private Path result(int fork) {
		return this.folder.resolve(fork + ".result");
	}

}
