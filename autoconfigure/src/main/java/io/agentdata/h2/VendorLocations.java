// SPDX-License-Identifier: Apache-2.0
package io.agentdata.h2;

import java.util.Arrays;
import java.util.List;

import org.flywaydb.core.api.Location;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.migration.JavaMigration;
import org.flywaydb.core.internal.scanner.Scanner;

/**
 * The folders of migrations for one vendor, which Boot names with {@code {vendor}}.
 */
final class VendorLocations {

	private static final String H2 = "h2";

	private VendorLocations() {
	}

	/**
	 * Let PostgreSQL's folder take the place of one for H2 that is empty, so that an
	 * application need not have one.
	 */
	static void complete(FluentConfiguration configuration) {
		configuration.locations(Arrays.stream(configuration.getLocations())
			.map((location) -> (isForH2(location) && isEmpty(location, configuration)) ? forPostgres(location)
					: location.getDescriptor())
			.toArray(String[]::new));
	}

	/**
	 * Return whether the files of a folder are written for H2. A folder of the file
	 * system may be anywhere, so that only its own name counts.
	 */
	static boolean isForH2(Location location) {
		List<String> folders = List.of(location.getRootPath().split("[/\\\\]"));
		return location.getPrefix().startsWith("classpath") ? folders.contains(H2)
				: H2.equals(folders.get(folders.size() - 1));
	}

	/**
	 * Return whether a file is in a folder for H2.
	 * @param path the path of the file, relative to where it was looked for
	 */
	static boolean isForH2(String path) {
		return List.of(path.split("[/\\\\]")).contains(H2);
	}

	private static boolean isEmpty(Location location, FluentConfiguration configuration) {
		// the application's own may be set to fail where there is no folder
		FluentConfiguration lenient = new FluentConfiguration(configuration.getClassLoader());
		Scanner<JavaMigration> scanner = new Scanner<>(JavaMigration.class, lenient, new Location[] { location });
		return scanner.getResources("", configuration.getSqlMigrationSuffixes()).isEmpty()
				&& scanner.getClasses().isEmpty();
	}

	private static String forPostgres(Location location) {
		return location.getDescriptor().replaceAll("(?<=[/:])h2(?=/|$)", "postgresql");
	}

}
