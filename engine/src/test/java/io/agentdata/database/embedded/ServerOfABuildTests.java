// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.agentdata.database.postgres.PostgresServer;
import io.agentdata.database.process.Command;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the server that the JVMs of a build share.
 */
class ServerOfABuildTests {

	private static final Pattern DATABASE = Pattern
		.compile("ready jdbc:postgresql://127\\.0\\.0\\.1:(\\d+)/((agent_data_[0-9a-f]{8}_)\\w+)");

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final int LONGER_THAN_A_SERVER_WAITS_MILLIS = 5000;

	@TempDir
	Path folder;

	@TempDir(factory = FolderInMemory.class)
	Path temporary;

	private Path cache;

	private final List<Process> jvms = new ArrayList<>();

	@BeforeEach
	void folders() throws IOException {
		this.cache = this.folder.resolve("cache");
		UnpackedBinaries.copyTo(this.cache);
	}

	@AfterEach
	void nothingIsLeft() throws Exception {
		List<ServerRecord> records = records();
		for (Process jvm : this.jvms) {
			jvm.destroyForcibly().waitFor();
		}
		for (ServerRecord record : records) {
			// it would wait some seconds for the next JVM of the build
			record.postmaster().stop("QUIT");
			awaitEnd(record);
		}
		assertThat(this.temporary).isEmptyDirectory();
		assertThat(records()).isEmpty();
	}

	@Test
	void jvmsOfABuildShareAServerAndNoDatabase() throws Exception {
		Matcher one = start();
		Matcher other = start();
		assertThat(other.group(1)).isEqualTo(one.group(1));
		assertThat(other.group(2)).isNotEqualTo(one.group(2));
		assertThat(this.temporary).isDirectoryContaining((path) -> true);
		assertThat(records()).hasSize(1);
		assertThat(databases()).containsExactlyInAnyOrder(one.group(2), other.group(2));
	}

	@Test
	void serverEndsAfterTheLastOfItsJvms() throws Exception {
		start();
		start();
		ServerRecord record = records().get(0);
		for (Process jvm : this.jvms) {
			assertThat(record.isRunning()).isTrue();
			jvm.destroyForcibly().waitFor();
		}
		awaitEnd(record);
		assertThat(this.temporary).isEmptyDirectory();
		assertThat(records()).isEmpty();
	}

	@Test
	@Tag("exhaustive")
	void jvmsThatStartAtOnceShareAServer() throws Exception {
		for (int jvm = 0; jvm < 6; jvm++) {
			this.jvms.add(ServerInAnotherJvm.startSharing(this.temporary, this.cache));
		}
		for (Process jvm : this.jvms) {
			ready(jvm);
		}
		assertThat(records()).hasSize(1);
		assertThat(databases()).hasSize(6);
	}

	@Test
	void serverOutlivesTheJvmThatHasStartedIt() throws Exception {
		start();
		Matcher other = start();
		this.jvms.get(0).getOutputStream().close();
		assertThat(this.jvms.get(0).waitFor(20, TimeUnit.SECONDS)).isTrue();
		assertThat(databases()).contains(other.group(2));
	}

	@Test
	void serverOutlivesTheJvmThatHasStartedItWhenThatIsKilled() throws Exception {
		start();
		Matcher other = start();
		this.jvms.get(0).destroyForcibly().waitFor();
		assertThat(databases()).contains(other.group(2));
		this.jvms.get(1).destroyForcibly().waitFor();
		Matcher next = start();
		assertThat(next.group(1)).isEqualTo(other.group(1));
	}

	/**
	 * As long as the machine sleeps, its processes do nothing.
	 */
	@Test
	@Tag("exhaustive")
	void serverOutlivesASleepOfItsJvm() throws Exception {
		Matcher sleeping = start();
		Matcher other = start();
		signal("STOP");
		this.jvms.get(1).destroyForcibly().waitFor();
		TimeUnit.MILLISECONDS.sleep(LONGER_THAN_A_SERVER_WAITS_MILLIS);
		signal("CONT");
		assertThat(start().group(1)).isEqualTo(other.group(1));
		assertThat(databases()).contains(sleeping.group(2));
	}

	@Test
	void databasesOfAKilledJvmAreDroppedForTheNext() throws Exception {
		start();
		Matcher killed = start();
		this.jvms.get(1).destroyForcibly().waitFor();
		assertThat(databases()).contains(killed.group(2));
		start();
		long deadline = System.nanoTime() + PATIENCE.toNanos();
		while (databases().contains(killed.group(2)) && System.nanoTime() < deadline) {
			Thread.onSpinWait();
		}
		assertThat(databases()).hasSize(2).doesNotContain(killed.group(2));
		try (Stream<Path> users = Files.list(ServerUsers.of(records().get(0).directory()).directory())) {
			assertThat(users).hasSize(2);
		}
	}

	@Test
	void anotherServerIsStartedWhenThatOfTheBuildHasDied() throws Exception {
		Matcher one = start();
		ServerRecord died = records().get(0);
		died.postmaster().find().orElseThrow().destroyForcibly();
		died.postmaster().find().ifPresent((postmaster) -> postmaster.onExit().join());
		Matcher other = start();
		assertThat(other.group(1)).isNotEqualTo(one.group(1));
		assertThat(records()).hasSize(1);
	}

	@Test
	void folderIsRemovedWhereTheServerDiesAfterItsJvms() throws Exception {
		start();
		ServerRecord record = records().get(0);
		this.jvms.get(0).destroyForcibly().waitFor();
		record.postmaster().find().orElseThrow().destroyForcibly();
		awaitEnd(record);
		assertThat(this.temporary).isEmptyDirectory();
		assertThat(records()).isEmpty();
	}

	@Test
	void serverWhoseWatchWasKilledIsEndedByTheNextJvm() throws Exception {
		start();
		ServerRecord unwatched = records().get(0);
		List<ProcessHandle> shells = new ArrayList<>(unwatched.watch().find().orElseThrow().children().toList());
		shells.removeIf((shell) -> shell.pid() == unwatched.postmaster().pid());
		shells.add(unwatched.watch().find().orElseThrow());
		for (ProcessHandle shell : shells) {
			shell.destroyForcibly();
			shell.onExit().get(20, TimeUnit.SECONDS);
		}
		this.jvms.get(0).destroyForcibly().waitFor();
		start();
		assertThat(unwatched.isRunning()).isFalse();
		assertThat(unwatched.directory()).doesNotExist();
		assertThat(records()).hasSize(1);
	}

	@Test
	void recordOfAServerThatIsGoneIsRemovedWithItsFolder() throws Exception {
		Path gone = Files.createDirectories(this.temporary.resolve("agent-data-gone/data")).getParent();
		Files.createDirectories(servers().directory());
		ProcessId nobody = new ProcessId(Integer.MAX_VALUE, 0);
		new ServerRecord(nobody, nobody, nobody, null, gone, "127.0.0.1", 1, "secret", List.of())
			.write(servers().record(gone));
		Path damaged = Files.writeString(servers().record(Path.of("agent-data-damaged")), "port=none");
		start();
		assertThat(gone).doesNotExist();
		assertThat(damaged).doesNotExist();
		assertThat(records()).hasSize(1);
	}

	@Test
	void folderOfAServerThatWasNotMadeIsRemoved() throws Exception {
		Path claimed = Files.createDirectories(this.temporary.resolve("agent-data-1/data")).getParent();
		Path half;
		try (ServerRegistry registry = ServerRegistry.open(servers(), PATIENCE)) {
			registry.claim(claimed, Claim.ALONE).close();
			registry.claim(this.temporary.resolve("agent-data-2"), Claim.ALONE);
		}
		try (Stream<Path> files = Files.list(this.cache.resolve("servers"))) {
			half = files.filter((file) -> file.toString().contains("agent-data-2")).findFirst().orElseThrow();
		}
		Files.writeString(half, "");
		start();
		assertThat(claimed).doesNotExist();
		assertThat(half).doesNotExist();
		assertThat(records()).hasSize(1);
	}

	@Test
	void folderThatNoRecordTellsOfIsRemovedWhenNobodyHasUsedItForLong() throws Exception {
		start();
		ServerRecord killed = records().get(0);
		killed.watch().stop("KILL");
		killed.postmaster().stop("KILL");
		this.jvms.get(0).destroyForcibly().waitFor();
		Files.delete(servers().record(killed.directory()));
		start();
		assertThat(killed.directory()).isDirectory();
		ServerRecord used = records().get(0);
		makeOlder(killed);
		makeOlder(used);
		startWithoutRecords();
		assertThat(killed.directory()).doesNotExist();
		assertThat(used.directory()).isDirectory();
	}

	@Test
	void linkThatIsNamedLikeAFolderIsNotFollowed() throws Exception {
		Path file = Files.createFile(Files.createDirectory(this.folder.resolve("precious")).resolve("file"));
		Files.setLastModifiedTime(file.getParent(), anHourAgo());
		Path link = Files.createSymbolicLink(this.temporary.resolve("agent-data-42"), file.getParent());
		start();
		assertThat(link).isSymbolicLink();
		assertThat(file).exists();
		Files.delete(link);
	}

	@Test
	@Tag("exhaustive")
	void serverIsNotSharedWhereOthersKeepTheRegistry() throws Exception {
		// so that there is a cluster to be copied
		start();
		try (FileChannel lock = FileChannel.open(this.cache.resolve("servers/lock"), StandardOpenOption.CREATE,
				StandardOpenOption.WRITE)) {
			lock.lock();
			EmbeddedOptions options = new EmbeddedOptions(BinarySource.CLASSPATH, null, 0, Duration.ofSeconds(5),
					this.cache, this.temporary, true, null);
			RunningServer server = ServerStart.of(options);
			assertThat(server.record().recipe()).isNull();
			server.noteChange();
			server.end();
			assertThat(server.record().directory()).doesNotExist();
		}
	}

	@Test
	void serverOfAnotherRecipeIsNotShared() throws Exception {
		Matcher shared = start();
		Process alone = ServerInAnotherJvm.start(this.temporary, this.cache, Map.of());
		this.jvms.add(alone);
		assertThat(ready(alone).group(1)).isNotEqualTo(shared.group(1));
	}

	/**
	 * As with a cache that is new. The records come back beside those of the start.
	 */
	private void startWithoutRecords() throws IOException {
		Path records = this.cache.resolve("servers");
		Path hidden = Files.move(records, this.cache.resolve("hidden"));
		start();
		try (Stream<Path> files = Files.list(hidden)) {
			for (Path file : files.toList()) {
				Files.move(file, records.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
			}
		}
		Files.delete(hidden);
	}

	private static void makeOlder(ServerRecord server) throws IOException {
		try (Stream<Path> files = Files.walk(server.directory())) {
			// java.nio.file would open the named pipe, and wait for a writer
			files.forEach((file) -> file.toFile().setLastModified(anHourAgo().toMillis()));
		}
	}

	private static FileTime anHourAgo() {
		return FileTime.from(Instant.now().minus(Duration.ofHours(1)));
	}

	private void signal(String name) {
		Command.Result signal = Command.run("kill", "-" + name, String.valueOf(this.jvms.get(0).pid()));
		assertThat(signal.status()).as(signal.output()).isZero();
	}

	private Matcher start() throws IOException {
		Process jvm = ServerInAnotherJvm.startSharing(this.temporary, this.cache);
		this.jvms.add(jvm);
		return ready(jvm);
	}

	private static Matcher ready(Process jvm) throws IOException {
		String output = ServerInAnotherJvm.awaitReady(jvm);
		Matcher matcher = DATABASE.matcher(output);
		assertThat(matcher.find()).as(output).isTrue();
		return matcher;
	}

	private List<ServerRecord> records() throws IOException {
		return servers().records();
	}

	private ServerFiles servers() {
		return new ServerFiles(this.cache.resolve("servers"));
	}

	private List<String> databases() throws IOException, SQLException {
		ServerRecord record = records().get(0);
		PostgresServer server = new PostgresServer(record.host(), record.port(), Cluster.SUPERUSER, record.password());
		List<String> names = new ArrayList<>();
		try (Connection connection = server.connect();
				Statement statement = connection.createStatement();
				ResultSet rows = statement
					.executeQuery("SELECT datname FROM pg_database WHERE datname LIKE 'agent_data_%'")) {
			while (rows.next()) {
				names.add(rows.getString(1));
			}
		}
		return names;
	}

	private static void awaitEnd(ServerRecord record) throws Exception {
		for (ProcessId process : List.of(record.postmaster(), record.watch())) {
			ProcessHandle running = process.find().orElse(null);
			if (running != null) {
				running.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
			}
		}
	}

}
