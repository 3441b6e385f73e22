// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import org.springframework.util.FileSystemUtils;

/**
 * Takes the times of the programs that a start cannot do without, and of nothing else.
 */
final class PhysicalFloor implements AutoCloseable {

	private static final long POLL_NANOSECONDS = 1_000_000;

	private final Path binaries;

	private final Path folder;

	PhysicalFloor(Path binaries, Path folder) {
		this.binaries = binaries;
		this.folder = folder;
	}

	/**
	 * Make a cluster.
	 * @return nanoseconds
	 */
	long initialise() throws IOException, InterruptedException {
		FileSystemUtils.deleteRecursively(cluster());
		long begin = System.nanoTime();
		run(program("initdb", "-D", cluster().toString(), "--no-sync", "--no-instructions", "--wal-segsize=1",
				"--locale=C", "--auth=trust", "--username=floor"));
		return System.nanoTime() - begin;
	}

	/**
	 * Copy the cluster, and start the server on the copy.
	 * @return nanoseconds until it is ready
	 */
	long start() throws IOException, InterruptedException {
		Path copy = this.folder.resolve("copy");
		long begin = System.nanoTime();
		run(List.of("cp", "-r", cluster().toString(), copy.toString()));
		Process server = builder(program("postgres", "-D", copy.toString(), "-p", String.valueOf(freePort()), "-c",
				"unix_socket_directories=", "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"))
			.start();
		try {
			while (!isReady(copy.resolve("postmaster.pid"))) {
				if (!server.isAlive()) {
					throw new IOException("The server of the floor ended with " + server.exitValue());
				}
				LockSupport.parkNanos(POLL_NANOSECONDS);
			}
			return System.nanoTime() - begin;
		}
		finally {
			server.destroy();
			server.waitFor();
			FileSystemUtils.deleteRecursively(copy);
		}
	}

	@Override
	public void close() throws IOException {
		FileSystemUtils.deleteRecursively(this.folder);
	}

	private Path cluster() {
		return this.folder.resolve("cluster");
	}

	private List<String> program(String name, String... arguments) {
		// PostgreSQL refuses to run as root, who is a nobody in a namespace of its own
		List<String> command = new ArrayList<>(
				"root".equals(System.getProperty("user.name")) ? List.of("unshare", "-U") : List.of());
		command.add(this.binaries.resolve("bin").resolve(name).toString());
		command.addAll(List.of(arguments));
		return command;
	}

	private static void run(List<String> command) throws IOException, InterruptedException {
		int status = builder(command).start().waitFor();
		if (status != 0) {
			throw new IOException("%s ended with %d.".formatted(String.join(" ", command), status));
		}
	}

	private static ProcessBuilder builder(List<String> command) {
		ProcessBuilder builder = new ProcessBuilder(command);
		builder.environment().put("LC_ALL", "C");
		return builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
	}

	private static boolean isReady(Path file) throws IOException {
		return Files.exists(file) && Files.readString(file).contains("ready");
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

}
