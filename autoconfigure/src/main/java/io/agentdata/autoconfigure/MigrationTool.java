// SPDX-License-Identifier: Apache-2.0
package io.agentdata.autoconfigure;

import io.agentdata.database.process.Command;
import org.flywaydb.core.Flyway;

import org.springframework.util.ClassUtils;

/**
 * The migration tool of the application. A young JVM takes longer to load it than to
 * migrate, so it is loaded while the application context begins.
 */
final class MigrationTool {

	private MigrationTool() {
	}

	/**
	 * Begin to load Flyway, where it is present.
	 */
	static void prepare(ClassLoader classLoader) {
		if (ClassUtils.isPresent("org.flywaydb.core.Flyway", classLoader)) {
			Command.inBackground(() -> Flyway.configure(classLoader).load());
		}
	}

}
