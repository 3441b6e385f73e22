// SPDX-License-Identifier: Apache-2.0
package io.agentdata.seed;

import java.util.List;

import org.springframework.core.io.DefaultResourceLoader;

/**
 * The files that a test class asks for. They are equal where their locations are, so that
 * test classes with the same seeds share an application context.
 *
 * @param locations the locations, such as {@code classpath:/seed/note.csv}, in the order
 * of loading
 */
public record SeedFiles(List<String> locations) {

	/**
	 * Keep the locations. Those of the class path are all taken to begin at its root.
	 */
	public SeedFiles {
		locations = locations.stream().map((location) -> location.replaceFirst("^classpath:/+", "classpath:")).toList();
	}

	/**
	 * Check, before a database is there, that the files are.
	 * @throws SeedException if one is missing, or of an unknown kind
	 */
	public void verify() {
		files().forEach(SeedFile::verify);
	}

	List<SeedFile> files() {
		DefaultResourceLoader loader = new DefaultResourceLoader();
		return this.locations.stream().map((location) -> new SeedFile(loader.getResource(location))).toList();
	}

}
