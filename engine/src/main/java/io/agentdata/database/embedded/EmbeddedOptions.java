// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.embedded;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * How the embedded server is found and started. Equal options share one server.
 *
 * @param source where PostgreSQL's programs come from
 * @param home the folder of an installed PostgreSQL, the one that holds {@code bin}, or
 * {@code null} to look for it
 * @param port the TCP port to listen on, or 0 for any free one
 * @param startTimeout how long {@code initdb}, and then the server, may go without
 * progress while they start
 * @param cacheDirectory the folder that keeps unpacked binaries and initialised clusters
 * from run to run, or {@code null} for the user's cache folder
 * @param temporaryDirectory the folder that holds the server's data while it runs
 * @param share whether the JVMs of a build have one server, which ends with the last of
 * them, or each its own
 * @param project the folder of the project whose migrated templates are kept from run to
 * run, or {@code null} where none are
 */
public record EmbeddedOptions(BinarySource source, @Nullable Path home, int port, Duration startTimeout,
		@Nullable Path cacheDirectory, Path temporaryDirectory, boolean share, @Nullable Path project) {

	private static final Path MEMORY = Path.of("/dev/shm");

	private static final long ROOM_IN_MEMORY = 1L << 30;

	/**
	 * Check that the options can be tried at all.
	 * @throws IllegalArgumentException if the port is no TCP port, or the timeout is not
	 * positive
	 */
	public EmbeddedOptions {
		if (port < 0 || port > 65535) {
			throw new IllegalArgumentException(
					"The port %s is no TCP port. Give one between 1 and 65535, or 0 for any free one.".formatted(port));
		}
		if (startTimeout.isZero() || startTimeout.isNegative()) {
			throw new IllegalArgumentException(
					"The start timeout %s leaves no time to start. Give a positive one.".formatted(startTimeout));
		}
	}

	/**
	 * Return the options that need no set-up: binaries from the class path, any free
	 * port, 30 seconds without progress while it starts, the user's cache folder, data in
	 * memory where there is room, one server for the JVMs of a build, no templates of
	 * earlier runs.
	 * @return the defaults
	 */
	public static EmbeddedOptions defaults() {
		return new EmbeddedOptions(BinarySource.CLASSPATH, null, 0, Duration.ofSeconds(30), null,
				defaultTemporaryDirectory(), true, null);
	}

	/**
	 * Return the same options with or without a common server.
	 * @param common whether the JVMs of a build have one server
	 * @return the options
	 */
	public EmbeddedOptions withShare(boolean common) {
		return new EmbeddedOptions(this.source, this.home, this.port, this.startTimeout, this.cacheDirectory,
				this.temporaryDirectory, common, this.project);
	}

	/**
	 * Return the same options with the templates of a project.
	 * @param folder the folder of the project whose migrated templates are kept from run
	 * to run
	 * @return the options
	 */
	public EmbeddedOptions withProject(Path folder) {
		return new EmbeddedOptions(this.source, this.home, this.port, this.startTimeout, this.cacheDirectory,
				this.temporaryDirectory, this.share, folder);
	}

	/**
	 * Return what tells options from others. To make the hash code of a record takes a
	 * young JVM a tenth of the server's start.
	 */
	List<@Nullable Object> key() {
		return Arrays.asList(this.source, this.home, this.port, this.startTimeout, this.cacheDirectory,
				this.temporaryDirectory, this.share, this.project);
	}

	/**
	 * A copy of a database is some 300 new files, which a file system in memory makes in
	 * a few milliseconds, and ext4, once thousands were deleted, in up to a quarter of a
	 * second.
	 */
	private static Path defaultTemporaryDirectory() {
		File memory = MEMORY.toFile();
		boolean roomy = memory.canWrite() && memory.getUsableSpace() >= ROOM_IN_MEMORY;
		return roomy ? MEMORY : Path.of(System.getProperty("java.io.tmpdir"));
	}

}
