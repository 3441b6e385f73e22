// SPDX-License-Identifier: Apache-2.0
package io.agentdata.warm;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.flywaydb.core.api.Location;
import org.flywaydb.core.api.configuration.Configuration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that Flyway's migrations are read from.
 */
final class FlywayResources {

	/**
	 * How the names of callbacks begin that are no files.
	 */
	static final String CALLBACK = "callback ";

	private static final Logger logger = LoggerFactory.getLogger(FlywayResources.class);

	private FlywayResources() {
	}

	/**
	 * Return a line for each file and class.
	 * @return the lines, or {@code null} where there is more than can be read
	 */
	static @Nullable List<String> of(Configuration configuration) {
		ResourceDigests digests = new ResourceDigests();
		try {
			if (isReadable(configuration) && addAll(configuration, digests)) {
				return digests.lines();
			}
			logger.debug("No warm template: Flyway was given more than files and classes");
		}
		catch (IOException ex) {
			logger.debug("No warm template: the migrations cannot be read", ex);
		}
		return null;
	}

	private static boolean isReadable(Configuration configuration) {
		return configuration.getResolvers().length == 0 && configuration.getResourceProvider() == null
				&& configuration.getJavaMigrationClassProvider() == null;
	}

	private static boolean addAll(Configuration configuration, ResourceDigests digests) throws IOException {
		boolean complete = true;
		ResourceFolders folders = new ResourceFolders(configuration.getClassLoader());
		for (Location[] locations : List.of(configuration.getLocations(), configuration.getCallbackLocations())) {
			for (Location location : locations) {
				complete &= add(location, folders, digests);
			}
		}
		for (Object migration : configuration.getJavaMigrations()) {
			complete &= digests.addClass("migration ", migration.getClass());
		}
		for (Object callback : configuration.getCallbacks()) {
			complete &= digests.addClass(CALLBACK, callback.getClass());
		}
		return complete;
	}

	private static boolean add(Location location, ResourceFolders folders, ResourceDigests digests) throws IOException {
		String root = location.getRootPath();
		if (location.getPrefix().startsWith("filesystem")) {
			folders.visitFolder(Path.of(root), digests::add);
		}
		else if (location.getPrefix().startsWith("classpath") && !root.isEmpty()) {
			folders.visitClassPath(root, digests::add);
		}
		else {
			return false;
		}
		return true;
	}

}
