// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

import io.agentdata.database.process.Command;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * File system in memory, for what happens where there is no more room.
 *
 * @param directory where it is mounted
 */
record SmallFileSystem(Path directory) implements AutoCloseable {

	/**
	 * Mount one. The test is skipped where that is forbidden.
	 * @param options those of {@code mount}, such as {@code size=20m}
	 * @param directory an empty directory
	 */
	static SmallFileSystem mount(String options, Path directory) {
		Command.Result mount = Command.run("mount", "-t", "tmpfs", "-o", options, "tmpfs", directory.toString());
		assumeTrue(mount.status() == 0, "No small file system can be mounted: " + mount.output());
		return new SmallFileSystem(directory);
	}

	/**
	 * Leave no room.
	 * @return a file that makes room again when it is deleted
	 */
	Path fill() throws IOException {
		return fill(this.directory);
	}

	/**
	 * Leave no room where a directory is.
	 */
	static Path fill(Path directory) throws IOException {
		Path filler = directory.resolve("filler");
		try (OutputStream file = Files.newOutputStream(filler)) {
			for (int size = 1 << 20; size > 0; size >>= 1) {
				fill(file, new byte[size]);
			}
		}
		return filler;
	}

	private static void fill(OutputStream file, byte[] block) {
		try {
			while (true) {
				file.write(block);
			}
		}
		catch (IOException ex) {
			// no room for that much
		}
	}

	@Override
	public void close() {
		Command.run("umount", this.directory.toString());
	}

}
