// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.agentdata.database.process.Command;
import io.agentdata.database.process.Progress;

/**
 * The folder of a server: its data, its log, the first password of its superuser.
 *
 * @param directory the folder, private to the user that the server runs as
 */
record Cluster(Path directory) {

	static final String SUPERUSER = "agent_data";

	private static final String NAME = "agent-data-";

	/**
	 * A pattern that the names of all clusters' folders match.
	 */
	static final String FOLDERS = NAME + "[0-9]*[0-9]";

	private static final int FIRST_MAJOR_WITH_BUILTIN_LOCALE = 17;

	private static final Pattern MAP = Pattern.compile("base/\\d+/\\d+_(?:fsm|vm)");

	private static final Pattern NUMBER = Pattern.compile("\\d{1,10}");

	/**
	 * Nothing is kept after the test run, so nothing waits for the disk. Autovacuum would
	 * change plans at any time. Each clone makes checkpoints, which need no lines in the
	 * log. A test that waits for a lock that its own thread holds fails instead of
	 * hanging. Many forks may connect: as many locks as PostgreSQL has by default are
	 * there for four times as many connections, which takes no more memory.
	 */
	private static final List<String> SETTINGS = List.of("fsync = off", "synchronous_commit = off",
			"full_page_writes = off", "autovacuum = off", "wal_level = minimal", "max_wal_senders = 0",
			"shared_buffers = 16MB", "jit = off", "lock_timeout = '30s'", "max_prepared_transactions = 10",
			"max_connections = 400", "max_locks_per_transaction = 16", "max_pred_locks_per_transaction = 16",
			"max_pred_locks_per_relation = 32", "max_logical_replication_workers = 0", "unix_socket_directories = ''",
			"dynamic_shared_memory_type = mmap", "timezone = 'UTC'", "log_timezone = 'UTC'", "lc_messages = 'C'",
			"logging_collector = off", "log_checkpoints = off");

	/**
	 * Return a cluster to be made, in a folder of a name that no other has.
	 */
	static Cluster in(Path temporaryDirectory) {
		String number = Long.toUnsignedString(new SecureRandom().nextLong());
		return new Cluster(temporaryDirectory.resolve(NAME + number));
	}

	/**
	 * Create the folder.
	 * @throws IOException if the temporary folder cannot be written to
	 */
	void createDirectory() throws IOException {
		Files.createDirectory(this.directory, Directories.permissions("rwx------"));
	}

	/**
	 * Return what a cluster is made of besides its place and its password.
	 */
	static String recipe(PostgresHome home) {
		return String.join("\n", home.identity(), String.join(" ", options(home)), String.join("\n", SETTINGS));
	}

	Path data() {
		return this.directory.resolve("data");
	}

	Path log() {
		return this.directory.resolve("postgres.log");
	}

	/**
	 * Return what the server has said so far.
	 */
	String readLog() {
		try {
			return new String(Files.readAllBytes(log()), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			return "The log cannot be read: " + ex;
		}
	}

	/**
	 * Return whether nothing has come into the folder or left it, and nothing in it has
	 * changed, since a time.
	 */
	boolean isOlderThan(Instant time) throws IOException {
		return isOlderThan(time, this.directory) && isOlderThan(time, ServerUsers.of(this.directory).directory())
				&& Progress.of(Stream.empty(), this.directory).changed() < time.toEpochMilli();
	}

	private static boolean isOlderThan(Instant time, Path directory) throws IOException {
		return Files.notExists(directory) || Files.getLastModifiedTime(directory).toInstant().isBefore(time);
	}

	/**
	 * Return whether there is a process that may be the cluster's server.
	 */
	boolean isServed() throws IOException {
		return postmaster().isPresent();
	}

	/**
	 * Return the first process of the cluster's server.
	 */
	Optional<ProcessId> server() throws IOException {
		return postmaster().filter((
				process) -> process.info().commandLine().filter((line) -> line.contains(data().toString())).isPresent())
			.map(ProcessId::of);
	}

	/**
	 * Return the process whose number is in the first line of a
	 * <a href= "https://www.postgresql.org/docs/17/storage-file-layout.html">file</a>.
	 * Another process may have got the number since.
	 */
	private Optional<ProcessHandle> postmaster() throws IOException {
		try (Stream<String> lines = Files.lines(data().resolve("postmaster.pid"), StandardCharsets.ISO_8859_1)) {
			return lines.findFirst()
				.filter((line) -> NUMBER.matcher(line).matches())
				.flatMap((pid) -> ProcessHandle.of(Long.parseLong(pid)));
		}
		catch (NoSuchFileException ex) {
			return Optional.empty();
		}
	}

	/**
	 * Make the cluster. Its password is in its folder until it is taken.
	 * @param limit how long {@code initdb} may go without progress
	 * @throws ServerStartException if {@code initdb} fails
	 * @throws IOException if the folder cannot be written to
	 */
	void initialise(PostgresHome home, LaunchUser user, String password, Duration limit) throws IOException {
		Files.createFile(passwordFile(), Directories.permissions("rw-------"));
		Files.writeString(passwordFile(), password);
		user.own(passwordFile());
		user.own(this.directory);
		Command.Result result = Command.run(user.command(initdb(home)), limit, this.directory);
		if (result.stalled()) {
			throw ServerStartException.initdbStalled(home, limit, result.output());
		}
		if (result.status() != 0) {
			throw ServerStartException.initdb(home, result.output());
		}
		Files.write(data().resolve("postgresql.conf"), SETTINGS, StandardOpenOption.APPEND);
		removeMaps();
	}

	/**
	 * Close the data to other users, without which the server does not start.
	 */
	void makePrivate() throws IOException {
		Files.setPosixFilePermissions(data(), PosixFilePermissions.fromString("rwx------"));
	}

	/**
	 * Return what another server needs of the cluster.
	 * @return files, and folders before what they hold
	 */
	List<Path> contents() throws IOException {
		try (Stream<Path> data = Files.walk(data())) {
			return Stream.concat(data.sorted(), Stream.of(passwordFile())).toList();
		}
	}

	/**
	 * Return the superuser's password, which the server does not need.
	 */
	String takePassword() throws IOException {
		String password = Files.readString(passwordFile());
		Files.delete(passwordFile());
		return password;
	}

	/**
	 * Put a password back that was taken.
	 */
	void returnPassword(String password) throws IOException {
		Files.createFile(passwordFile(), Directories.permissions("rw-------"));
		Files.writeString(passwordFile(), password);
	}

	private Path passwordFile() {
		return this.directory.resolve("password");
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

	private List<String> initdb(PostgresHome home) {
		List<String> command = new ArrayList<>(
				List.of(home.program("initdb"), "--pgdata=" + data(), "--pwfile=" + passwordFile()));
		command.addAll(options(home));
		return command;
	}

	private static List<String> options(PostgresHome home) {
		List<String> options = new ArrayList<>(List.of("--username=" + SUPERUSER, "--auth=scram-sha-256",
				"--encoding=UTF8", "--no-sync", "--no-instructions", "--wal-segsize=1", "--locale=C"));
		if (home.major() >= FIRST_MAJOR_WITH_BUILTIN_LOCALE) {
			// as fast as C, yet lower('É') is 'é'
			options.addAll(List.of("--locale-provider=builtin", "--builtin-locale=C.UTF-8"));
			// a full disk aborts initdb, which would leave segments in /dev/shm
			options.addAll(List.of("-c", "dynamic_shared_memory_type=mmap"));
			// a password of 192 random bits needs no slow digest; each connection pays
			// for it
			options.addAll(List.of("-c", "scram_iterations=1"));
		}
		return options;
	}

}
