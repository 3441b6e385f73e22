// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.pglite;

import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Assumptions;

/**
 * The PGlite that the tests run: what {@code npm ci} puts into {@code src/test/pglite}.
 */
final class RealPglite {

	static final Path NODE_MODULES = Path.of("src/test/pglite/node_modules").toAbsolutePath();

	static final PgliteOptions OPTIONS = new PgliteOptions(null, NODE_MODULES, Duration.ofSeconds(120),
			Duration.ofMillis(300));

	private RealPglite() {
	}

	/**
	 * Skip the test where Node or a package is missing, unless this is CI.
	 */
	static void require() {
		try {
			Node.find(null);
			NpmPackage.find(NODE_MODULES, NODE_MODULES);
		}
		catch (PgliteException ex) {
			if ("true".equals(System.getenv("CI"))) {
				throw ex;
			}
			Assumptions.abort(
					"The tests of PGlite need Node, and: npm ci --prefix engine/src/test/pglite. " + ex.description());
		}
	}

}
