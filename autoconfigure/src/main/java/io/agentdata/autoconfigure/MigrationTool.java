// SPDX-License-Identifier: Apache-2.0
package io.agentdata.autoconfigure;

import io.agentdata.database.process.Command;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.ClassicConfiguration;

import org.springframework.util.ClassUtils;

/**
 * The migration tool of the application. Flyway copies its configuration by way of JSON,
 * for which a young JVM loads classes for as long as a hundred migrations take. So one is
 * copied beforehand, while the application context begins; nothing else is touched.
 */
final class MigrationTool {

	private MigrationTool() {
	}

	/**
	 * Begin to load Flyway, where it is present.
	 */
	static void prepare(ClassLoader classLoader) {
		if (ClassUtils.isPresent("org.flywaydb.core.Flyway", classLoader)) {
			Command.inBackground(() -> new ClassicConfiguration(Flyway.configure(classLoader)));
		}
	}

}
