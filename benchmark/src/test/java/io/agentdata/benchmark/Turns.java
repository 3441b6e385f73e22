// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Runs a workload in several variants, in turns, so that what else the machine does meets
 * all alike.
 */
final class Turns {

	private final SuiteRunner runner;

	private final int rounds;

	Turns(SuiteRunner runner, int rounds) {
		this.runner = runner;
		this.rounds = rounds;
	}

	/**
	 * Run a workload.
	 * @param variants at least one
	 * @param workload what the JVMs do
	 * @return as many measurements of each variant as there are rounds
	 */
	Map<Variant, List<Measurement>> run(List<Variant> variants, Workload workload)
			throws IOException, SQLException, InterruptedException {
		Map<Variant, List<Measurement>> measurements = new EnumMap<>(Variant.class);
		for (int round = 0; round < this.rounds; round++) {
			for (int turn = 0; turn < variants.size(); turn++) {
				// each round begins with another variant; who follows whom stays
				Variant variant = variants.get((turn + round) % variants.size());
				measurements.computeIfAbsent(variant, (key) -> new ArrayList<>())
					.add(this.runner.run(variant, workload));
			}
		}
		return measurements;
	}

	int rounds() {
		return this.rounds;
	}

	SuiteRunner runner() {
		return this.runner;
	}

}
