// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.agentdata.database.process.Command;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests for JVMs of a build that want a server while one of them starts it: the first
 * start of a server goes on when a test says so.
 */
class SharedStartTests {

	private static final Path LOCKS = Path.of("/proc/locks");

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	@TempDir
	Path folder;

	@TempDir(factory = FolderInMemory.class)
	Path temporary;

	private Path cache;

	private Path home;

	private Path go;

	private Path starts;

	private final List<Process> jvms = new ArrayList<>();

	@BeforeEach
	void programs() throws IOException {
		this.cache = this.folder.resolve("cache");
		this.home = this.folder.resolve("home");
		this.go = this.folder.resolve("go");
		this.starts = this.folder.resolve("starts");
		UnpackedBinaries.copyTo(this.cache);
		Files.createDirectories(this.home.resolve("bin"));
		program("initdb", "");
	}

	@AfterEach
	void nothingIsLeft() throws Exception {
		for (Process jvm : this.jvms) {
			jvm.destroyForcibly().waitFor();
		}
		// one more finds what those have left that were killed
		RunningServer server = ServerStart.of(ServerInAnotherJvm.options(this.temporary, this.cache, false));
		server.end();
		Runs runs = new Runs(this.temporary, this.cache);
		for (ServerRecord record : records()) {
			// it would wait some seconds for the next JVM of the build
			record.postmaster().stop("QUIT");
		}
		runs.assertNothingIsLeft();
	}

	@Test
	void slowStartHoldsUpNobodyWhoWantsAnotherServer() throws Exception {
		slowFirstStart("");
		Process slow = startFirst();
		for (boolean share : List.of(false, true)) {
			RunningServer other = ServerStart.of(ServerInAnotherJvm.options(this.temporary, this.cache, share));
			assertThat(other.record().recipe() != null).isEqualTo(share);
			other.end();
		}
		assertThat(this.starts).hasContent("start");
		Files.createFile(this.go);
		port(slow);
	}

	@Test
	void jvmsOfABuildWaitForTheStartOfOneOfThem() throws Exception {
		slowFirstStart("");
		Process first = startFirst();
		Process second = start(PATIENCE);
		Process third = start(PATIENCE);
		awaitWaiting(second, third);
		Files.createFile(this.go);
		assertThat(List.of(port(first), port(second), port(third))).containsOnly(records().get(0).port());
		assertThat(this.starts).hasContent("start");
	}

	@Test
	void jvmThatIsKilledWhileItStartsAServerIsReplacedByOneOther() throws Exception {
		slowFirstStart("");
		Process first = startFirst();
		Process second = start(PATIENCE);
		Process third = start(PATIENCE);
		awaitWaiting(second, third);
		first.destroyForcibly().waitFor();
		Files.createFile(this.go);
		assertThat(port(second)).isEqualTo(port(third));
		assertThat(Files.readAllLines(this.starts)).hasSize(2);
	}

	@Test
	void jvmWhoseStartFailsIsReplacedByAnother() throws Exception {
		slowFirstStart("echo FATAL: the disk has a hole; exit 3");
		Process first = startFirst();
		Process second = start(PATIENCE);
		awaitWaiting(second);
		Files.createFile(this.go);
		assertThat(ServerInAnotherJvm.awaitReady(first)).contains("The embedded PostgreSQL died while it started.");
		port(second);
		assertThat(Files.readAllLines(this.starts)).hasSize(2);
	}

	@Test
	void jvmThatIsStoppedWhileItStartsAServerIsWaitedForNoLongerThanTheLimit() throws Exception {
		slowFirstStart("");
		Process first = startFirst();
		List<ProcessHandle> stopped = Stream.concat(Stream.of(first.toHandle()), first.descendants()).toList();
		signal("STOP", stopped);
		Process second = start(Duration.ofSeconds(1));
		assertThat(ServerInAnotherJvm.awaitReady(second))
			.contains("The server is for this JVM alone: another one is at work on that of the build, and nothing "
					+ "changed for 1000 ms; seen last: ")
			.contains("ready jdbc:postgresql:");
		assertThat(records()).singleElement().satisfies((record) -> assertThat(record.recipe()).isNull());
		signal("CONT", stopped);
	}

	@Test
	void twoServersOfOneJvmWithTheSameRecipeAreOne() throws Exception {
		slowFirstStart("");
		List<EmbeddedServer> servers = Stream.of(PATIENCE, PATIENCE.plusSeconds(1))
			.map((limit) -> EmbeddedServer.of(options(limit)))
			.toList();
		servers.forEach(EmbeddedServer::prepare);
		awaitStarts(1);
		Files.createFile(this.go);
		assertThat(servers.get(0).postgres()).hasToString(servers.get(1).postgres().toString());
		assertThat(this.starts).hasContent("start");
		records().get(0).postmaster().stop("QUIT");
	}

	/**
	 * Let the first start of a server wait, then do something.
	 */
	private void slowFirstStart(String script) throws IOException {
		program("postgres", """
				[ -d "$2" ] || exec '%4$s' "$@"
				echo start >>'%1$s'
				if mkdir '%2$s' 2>/dev/null; then
					while [ ! -e '%3$s' ]; do sleep 0.1; done
					%5$s
				fi
				""".formatted(this.starts, this.folder.resolve("first"), this.go,
				UnpackedBinaries.home().program("postgres"), script));
	}

	private void program(String name, String script) throws IOException {
		Path program = this.home.resolve("bin").resolve(name);
		Files.writeString(program,
				"#!/bin/sh\n%s\nexec '%s' \"$@\"\n".formatted(script, UnpackedBinaries.home().program(name)));
		assertThat(program.toFile().setExecutable(true)).isTrue();
	}

	private EmbeddedOptions options(Duration limit) {
		return new EmbeddedOptions(BinarySource.INSTALLED, this.home, 0, limit, this.cache, this.temporary, true, null);
	}

	private Process startFirst() throws IOException {
		Process first = start(PATIENCE);
		awaitStarts(1);
		return first;
	}

	private Process start(Duration limit) throws IOException {
		Process jvm = ServerInAnotherJvm.start(options(limit), Map.of());
		this.jvms.add(jvm);
		return jvm;
	}

	private void awaitStarts(int count) throws IOException {
		while (!Files.exists(this.starts) || Files.readAllLines(this.starts).size() < count) {
			assertThat(this.jvms).allMatch(Process::isAlive);
			Thread.onSpinWait();
		}
	}

	/**
	 * Wait until the kernel lets JVMs wait for the lock of a file.
	 */
	private static void awaitWaiting(Process... jvms) throws IOException {
		assumeTrue(Files.isReadable(LOCKS), "The kernel does not tell who waits for a lock");
		for (Process jvm : jvms) {
			String waits = ".*-> POSIX +ADVISORY +READ +%s .*".formatted(jvm.pid());
			while (Files.readString(LOCKS).lines().noneMatch((line) -> line.matches(waits))) {
				assertThat(jvm.isAlive()).isTrue();
				Thread.onSpinWait();
			}
		}
	}

	/**
	 * Send a signal to all that live still.
	 */
	private static void signal(String name, List<ProcessHandle> processes) {
		processes.forEach((process) -> Command.run("kill", "-" + name, String.valueOf(process.pid())));
	}

	private static int port(Process jvm) throws IOException {
		String output = ServerInAnotherJvm.awaitReady(jvm);
		assertThat(output).contains("ready jdbc:postgresql:");
		return Integer.parseInt(output.replaceAll("(?s).*ready jdbc:postgresql://[^:]+:(\\d+)/.*", "$1"));
	}

	private List<ServerRecord> records() throws IOException {
		return new ServerFiles(this.cache.resolve("servers")).records();
	}

}
