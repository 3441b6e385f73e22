// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import io.agentdata.database.postgres.Sha256;

/**
 * Claim of this JVM on the folder of a server, which it makes, keeps or removes. Others
 * leave the folder alone while the claim's file is locked. The kernel gives the lock back
 * when the JVM ends, in whatever way; the next JVM then removes the folder.
 */
final class Claim implements AutoCloseable {

	/**
	 * What is claimed is no server that others wait for.
	 */
	static final String ALONE = "alone";

	private static final int DIGEST_LENGTH = 16;

	private final ClaimFile file;

	private final Path serverDirectory;

	private final FileChannel channel;

	private Claim(ClaimFile file, Path serverDirectory, FileChannel channel) {
		this.file = file;
		this.serverDirectory = serverDirectory;
		this.channel = channel;
	}

	/**
	 * Claim a folder, while the registry is open. Who sees the file without its lock, and
	 * would take it for that of a JVM that has ended, waits for the registry first.
	 * @throws IOException if the file cannot be written
	 */
	static Claim of(ClaimFile file, Path serverDirectory) throws IOException {
		FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
		try {
			while (!Directories.tryLock(channel)) {
				// others hold it for as long as they look whether anybody does
				Thread.onSpinWait();
			}
			channel
				.write(ByteBuffer.wrap(serverDirectory.toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8)));
			return new Claim(file, serverDirectory, channel);
		}
		catch (IOException ex) {
			channel.close();
			Files.deleteIfExists(file.path());
			throw ex;
		}
	}

	/**
	 * Return what tells the server of a build from others: a JVM waits for another one
	 * that has claimed the same.
	 */
	static String server(String recipe, ProcessId build) {
		return Sha256.of("%s %s %s".formatted(recipe, build.pid(), build.started())).substring(0, DIGEST_LENGTH);
	}

	Path serverDirectory() {
		return this.serverDirectory;
	}

	boolean isFor(String server) {
		return this.file.isFor(server);
	}

	/**
	 * Return the file of the server's record.
	 */
	Path record() {
		return this.file.record();
	}

	/**
	 * Give it up: there is a server of that folder.
	 */
	void withdraw() throws IOException {
		Files.deleteIfExists(this.file.path());
	}

	/**
	 * Give it up. Where the folder is still there, and the claim not withdrawn, the next
	 * JVM removes it.
	 */
	@Override
	public void close() throws IOException {
		try (this.channel) {
			if (Files.notExists(this.serverDirectory)) {
				withdraw();
			}
		}
	}

}
