// SPDX-License-Identifier: Apache-2.0
package io.agentdata.autoconfigure;

import io.agentdata.database.process.BackgroundStart;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.ClassicConfiguration;

import org.springframework.util.ClassUtils;

/**
 * The migration tool of the application. Flyway copies its configuration by way of JSON,
 * for which a young JVM loads classes for as long as a hundred migrations take. So one is
 * copied beforehand, while the application context begins; nothing else is touched.
 */
final class MigrationTool {

	private static final ClassLoader LOADER = MigrationTool.class.getClassLoader();

	private MigrationTool() {
	}

	/**
	 * Begin to load Flyway, where it is present and that was not done.
	 */
	static void prepare() {
		if (ClassUtils.isPresent("org.flywaydb.core.Flyway", LOADER)) {
			OfFlyway.CONFIGURATION.begin();
		}
	}

	/**
	 * Apart, as a class with this code cannot be used where Flyway is absent.
	 */
	private static final class OfFlyway {

		static final BackgroundStart<ClassicConfiguration> CONFIGURATION = new BackgroundStart<>(
				() -> new ClassicConfiguration(Flyway.configure(LOADER)));

	}

}
