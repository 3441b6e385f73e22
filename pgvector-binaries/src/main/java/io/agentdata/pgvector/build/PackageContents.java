// SPDX-License-Identifier: Apache-2.0

package io.agentdata.pgvector.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Unpacks what a server needs from a pgvector package.
 */
final class PackageContents {

	private PackageContents() {
	}

	/**
	 * Unpacks a package.
	 * @param suite the suite that it is from
	 * @param debianPackage the package
	 * @return {@code lib/vector.so}, {@code extension/*} and {@code LICENSE}, by path
	 * @throws PackageUnavailableException if this machine cannot unpack packages
	 * @throws IOException if a temporary file could not be read or written
	 */
	static SortedMap<String, byte[]> unpack(DebianSuite suite, DebianPackage debianPackage)
			throws IOException, PackageUnavailableException {
		try (TemporaryFolder folder = TemporaryFolder.create()) {
			Path file = Files.write(folder.path().resolve("package.deb"), debianPackage.content());
			Path root = folder.path().resolve("root");
			unpack(folder.path(), file, root);
			SortedMap<String, byte[]> contents = new TreeMap<>();
			contents.put("lib/vector.so",
					read(debianPackage, root, "usr/lib/postgresql/%s/lib/vector.so".formatted(suite.major())));
			contents.put("LICENSE",
					read(debianPackage, root, "usr/share/doc/%s/copyright".formatted(suite.packageName())));
			String extensionFolder = "usr/share/postgresql/%s/extension/".formatted(suite.major());
			contents.put("extension/vector.control", read(debianPackage, root, extensionFolder + "vector.control"));
			for (String script : scripts(root.resolve(extensionFolder))) {
				contents.put("extension/" + script, read(debianPackage, root, extensionFolder + script));
			}
			return contents;
		}
	}

	private static void unpack(Path folder, Path file, Path root) throws PackageUnavailableException {
		try {
			Command.run(folder, List.of("dpkg-deb", "--extract", file.toString(), root.toString()));
		}
		catch (IOException ex) {
			throw new PackageUnavailableException("the package could not be unpacked, as " + ex.getMessage(),
					"build on Debian", ex);
		}
	}

	private static List<String> scripts(Path folder) throws IOException {
		try (Stream<Path> files = Files.list(folder)) {
			return files.map((file) -> file.getFileName().toString())
				.filter((name) -> name.matches("vector--.+\\.sql"))
				.toList();
		}
	}

	private static byte[] read(DebianPackage debianPackage, Path root, String path) throws IOException {
		if (!Files.isRegularFile(root.resolve(path))) {
			throw new IllegalStateException(
					"The package %s was unpacked, but has no file %s. Its layout has changed: adapt PackageContents."
						.formatted(debianPackage.fileName(), path));
		}
		return Files.readAllBytes(root.resolve(path));
	}

}
