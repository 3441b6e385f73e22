// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark.suite;

import java.util.ArrayList;
import java.util.List;

import io.agentdata.benchmark.process.Footprint;
import io.agentdata.benchmark.process.ServerProcesses;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/**
 * Notes what this JVM and its server hold after every so many tests.
 */
final class Growth implements TestExecutionListener {

	private final List<Footprint> footprints = new ArrayList<>();

	private final ServerProcesses servers;

	private final int interval;

	private int tests;

	Growth(ServerProcesses servers, int interval) {
		this.servers = servers;
		this.interval = interval;
	}

	@Override
	public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
		if (identifier.isTest() && ++this.tests % this.interval == 0) {
			this.footprints.add(this.servers.footprint());
		}
	}

	Footprint[] footprints() {
		return this.footprints.toArray(Footprint[]::new);
	}

}
