// SPDX-License-Identifier: Apache-2.0
package io.agentdata.autoconfigure;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The folder of the project that the tests are of, with all its modules.
 */
final class ProjectFolder {

	private ProjectFolder() {
	}

	/**
	 * Return the nearest folder upwards of the working directory that is under version
	 * control, or else the working directory.
	 */
	static Path current() {
		Path start = Path.of("").toAbsolutePath();
		for (Path folder = start; folder != null; folder = folder.getParent()) {
			// a file in a work tree of its own
			if (Files.exists(folder.resolve(".git"))) {
				return folder;
			}
		}
		return start;
	}

}
