// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A short run of each variant, which tells whether it runs on this machine at all, and
 * makes its files known to the machine's caches.
 */
final class Trial {

	private final Map<Variant, String> notRun = new EnumMap<>(Variant.class);

	private final SuiteRunner runner;

	private final Workload workload;

	Trial(SuiteRunner runner, Workload workload) {
		this.runner = runner;
		this.workload = workload;
	}

	/**
	 * Try variants.
	 * @return those that run
	 */
	List<Variant> able(List<Variant> variants) throws InterruptedException {
		List<Variant> able = new ArrayList<>();
		for (Variant variant : variants) {
			try {
				this.runner.run(variant, this.workload);
				able.add(variant);
			}
			catch (IOException | SQLException ex) {
				this.notRun.put(variant, Reason.of(ex));
			}
		}
		return able;
	}

	/**
	 * Return a line for each variant that does not run.
	 */
	String notRun() {
		StringBuilder text = new StringBuilder();
		this.notRun.forEach((variant, reason) -> text.append("- Not run: %s. %s%n".formatted(variant.label(), reason)));
		return text.toString();
	}

}
