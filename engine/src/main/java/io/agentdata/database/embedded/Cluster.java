// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.agentdata.database.process.Command;

/**
 * The folder of a server: its data, its log, the first password of its superuser.
 *
 * @param directory the folder, private to the user that the server runs as
 */
record Cluster(Path directory) {

	static final String SUPERUSER = "agent_data";

	private static final int FIRST_MAJOR_WITH_BUILTIN_LOCALE = 17;

	private static final Pattern MAP = Pattern.compile("base/\\d+/\\d+_(?:fsm|vm)");

	/**
	 * Nothing is kept after the test run, so nothing waits for the disk. A test that
	 * waits for a lock that its own thread holds fails instead of hanging.
	 */
	private static final List<String> SETTINGS = List.of("fsync = off", "synchronous_commit = off",
			"full_page_writes = off", "wal_level = minimal", "max_wal_senders = 0", "shared_buffers = 16MB",
			"jit = off", "lock_timeout = '30s'", "max_prepared_transactions = 10", "listen_addresses = '127.0.0.1'",
			"unix_socket_directories = ''", "dynamic_shared_memory_type = mmap", "timezone = 'UTC'",
			"log_timezone = 'UTC'", "lc_messages = 'C'", "logging_collector = off");

	/**
	 * Create the folder of a cluster to be made.
	 * @throws IOException if the temporary folder cannot be written to; nothing is left
	 */
	static Cluster createIn(Path temporaryDirectory) throws IOException {
		return new Cluster(Files.createTempDirectory(temporaryDirectory, "agent-data-"));
	}

	Path data() {
		return this.directory.resolve("data");
	}

	Path log() {
		return this.directory.resolve("postgres.log");
	}

	/**
	 * Make the cluster.
	 * @throws ServerStartException if {@code initdb} fails
	 * @throws IOException if the folder cannot be written to
	 */
	void initialise(PostgresHome home, LaunchUser user, String password, Duration timeout) throws IOException {
		Path passwordFile = this.directory.resolve("password");
		Files.createFile(passwordFile, Directories.permissions("rw-------"));
		Files.writeString(passwordFile, password);
		user.own(passwordFile);
		user.own(this.directory);
		Command.Result result = Command.run(user.command(initdb(home, passwordFile)), timeout);
		if (result.status() != 0) {
			throw ServerStartException.initdb(home, result.output());
		}
		Files.delete(passwordFile);
		Files.write(data().resolve("postgresql.conf"), SETTINGS, StandardOpenOption.APPEND);
		removeMaps();
	}

	/**
	 * Remove what the server makes anew where it needs it: the
	 * <a href= "https://www.postgresql.org/docs/17/storage-fsm.html">free space maps</a>
	 * and <a href= "https://www.postgresql.org/docs/17/storage-vm.html">visibility
	 * maps</a> of the catalogs, a quarter of the files that a copy of a database consists
	 * of.
	 */
	private void removeMaps() throws IOException {
		List<Path> maps;
		try (Stream<Path> files = Files.walk(data())) {
			maps = files.filter((file) -> MAP.matcher(data().relativize(file).toString()).matches()).toList();
		}
		for (Path map : maps) {
			Files.delete(map);
		}
	}

	private List<String> initdb(PostgresHome home, Path passwordFile) {
		List<String> command = new ArrayList<>(List.of(home.program("initdb"), "--pgdata=" + data(),
				"--username=" + SUPERUSER, "--pwfile=" + passwordFile, "--auth=scram-sha-256", "--encoding=UTF8",
				"--no-sync", "--no-instructions", "--wal-segsize=1"));
		if (home.major() >= FIRST_MAJOR_WITH_BUILTIN_LOCALE) {
			// as fast as C, yet lower('É') is 'é'
			command.addAll(List.of("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"));
			// a full disk aborts initdb, which would leave segments in /dev/shm
			command.addAll(List.of("-c", "dynamic_shared_memory_type=mmap"));
			// a password of 192 random bits needs no slow digest; each connection pays
			// for it
			command.addAll(List.of("-c", "scram_iterations=1"));
		}
		else {
			command.add("--locale=C");
		}
		return command;
	}

}
