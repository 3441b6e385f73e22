// SPDX-License-Identifier: Apache-2.0
package io.agentdata.warm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.core.io.support.ResourcePatternResolver;

/**
 * Folders with all that is beneath them.
 *
 * @param classLoader where those of the class path are
 */
record ResourceFolders(ClassLoader classLoader) {

	/**
	 * Visit a file of the class path, or the files of a folder of it, wherever the class
	 * path has such a one.
	 * @return whether there are any
	 */
	boolean visitClassPath(String name, Visitor visitor) throws IOException {
		Resource file = new ClassPathResource(name, this.classLoader);
		if (file.isReadable()) {
			visitor.visit(name, file);
			return true;
		}
		String pattern = ResourcePatternResolver.CLASSPATH_ALL_URL_PREFIX + name + "/**/*";
		boolean found = false;
		for (Resource resource : new PathMatchingResourcePatternResolver(this.classLoader).getResources(pattern)) {
			if (resource.isReadable()) {
				String url = resource.getURL().toString();
				visitor.visit(url.substring(url.lastIndexOf("/" + name + "/") + 1), resource);
				found = true;
			}
		}
		return found;
	}

	/**
	 * Visit the files of a folder of the file system, which need not be there.
	 */
	void visitFolder(Path folder, Visitor visitor) throws IOException {
		if (Files.isDirectory(folder)) {
			try (Stream<Path> all = Files.walk(folder)) {
				List<Path> files = all.filter(Files::isRegularFile).toList();
				for (Path file : files) {
					visitor.visit(file.toString().replace('\\', '/'), new FileSystemResource(file));
				}
			}
		}
	}

	/**
	 * Takes the files that are found.
	 */
	@FunctionalInterface
	interface Visitor {

		/**
		 * Take a file.
		 * @param name its name, the same in each run
		 */
		void visit(String name, Resource file) throws IOException;

	}

}
