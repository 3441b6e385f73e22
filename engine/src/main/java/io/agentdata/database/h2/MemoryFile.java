// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.h2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

import org.h2.store.fs.FilePath;
import org.h2.store.fs.FileUtils;

/**
 * A database file in the memory of this JVM, as H2 keeps it.
 *
 * @param database the database's name in a JDBC URL, with the file system
 * @see <a href="https://h2database.com/html/advanced.html#file_system">H2's file
 * systems</a>
 */
record MemoryFile(String database) {

	static final String PREFIX = "memFS:agent_data_";

	private static final String SUFFIX = ".mv.db";

	private static final int CHUNK = 1 << 16;

	void copyTo(MemoryFile copy) throws IOException {
		copy.delete();
		try (FileChannel from = FilePath.get(path()).open("r"); FileChannel to = FilePath.get(copy.path()).open("rw")) {
			ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
			while (from.read(buffer) > 0) {
				buffer.flip();
				while (buffer.hasRemaining()) {
					to.write(buffer);
				}
				buffer.clear();
			}
		}
	}

	void delete() {
		FileUtils.delete(path());
	}

	boolean exists() {
		return FileUtils.exists(path());
	}

	private String path() {
		return this.database + SUFFIX;
	}

}
