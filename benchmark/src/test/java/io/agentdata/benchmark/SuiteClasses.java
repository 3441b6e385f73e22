// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import io.agentdata.benchmark.suite.Suite;

/**
 * Writes the test classes of a variant, which differ in their names only, and compiles
 * them.
 */
final class SuiteClasses {

	private static final String SOURCE = """
			package %s;

			import org.junit.jupiter.api.TestTemplate;

			%sclass %s extends MemoryCase {

				@TestTemplate
				void recalls() {
					recall();
				}

				@TestTemplate
				void doesNothing() {
				}

				@TestTemplate
				void commits() {
					commit();
				}

				@TestTemplate
				void requests() {
					request();
				}

			}
			""";

	private final Set<Path> compiled = new HashSet<>();

	private final Path folder;

	SuiteClasses(Path folder) {
		this.folder = folder;
	}

	/**
	 * Compile the classes of a variant, unless that is done.
	 * @param variant whose annotations
	 * @param classes the number of classes
	 * @return the folder to put on the class path
	 * @throws IOException if the compiler refuses, with what it says
	 */
	Path compile(Variant variant, int classes) throws IOException {
		Path target = this.folder.resolve("%s-%d".formatted(variant.name().toLowerCase(Locale.ROOT), classes));
		if (!this.compiled.contains(target)) {
			List<Path> sources = new ArrayList<>();
			for (int number = 1; number <= classes; number++) {
				sources.add(write(target, variant, Suite.className(number)));
			}
			compile(sources, target, Library.classPath(variant.libraries()));
			this.compiled.add(target);
		}
		return target;
	}

	private Path write(Path target, Variant variant, String name) throws IOException {
		Path source = target.resolve(name.replace('.', '/') + ".java");
		Files.createDirectories(source.getParent());
		int dot = name.lastIndexOf('.');
		return Files.writeString(source,
				SOURCE.formatted(name.substring(0, dot), variant.annotations(), name.substring(dot + 1)));
	}

	private void compile(List<Path> sources, Path target, List<String> classPath) throws IOException {
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		StringWriter messages = new StringWriter();
		try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
			List<String> options = List.of("-proc:none", "-d", target.toString(), "-cp",
					String.join(File.pathSeparator, classPath));
			boolean compiled = compiler
				.getTask(messages, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
				.call();
			if (!compiled) {
				throw new IOException(messages.toString());
			}
		}
	}

}
