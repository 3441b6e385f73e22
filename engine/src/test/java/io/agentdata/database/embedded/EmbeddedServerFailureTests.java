// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.agentdata.database.process.Command;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests for what {@link EmbeddedServer} says when it cannot start, and what it leaves.
 */
class EmbeddedServerFailureTests {

	@TempDir
	Path folder;

	private Path temporary;

	private Path home;

	@BeforeEach
	void folders() throws IOException {
		this.temporary = Files.createDirectory(this.folder.resolve("temporary"));
		this.home = this.folder.resolve("home");
		Files.createDirectories(this.home.resolve("bin"));
	}

	@Test
	void postgresWhenThePortIsTaken() throws IOException {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
			EmbeddedOptions options = new EmbeddedOptions(BinarySource.CLASSPATH, null, taken.getLocalPort(),
					Duration.ofSeconds(30), null, this.temporary, false, null);
			assertThatExceptionOfType(ServerStartException.class).isThrownBy(EmbeddedServer.of(options)::postgres)
				.withMessageStartingWith("The port of the embedded PostgreSQL is taken.")
				.withMessageContaining("listen on 127.0.0.1:%d, where another process".formatted(taken.getLocalPort()))
				.withMessageContaining("could not bind IPv4 address")
				.withMessageContaining(" - Remove agent.data.embedded.port");
		}
		assertNothingIsLeft();
	}

	@Test
	void postgresWhenTheServerDies() throws IOException {
		program("initdb", "mkdir -p \"${1#--pgdata=}\"; touch \"${1#--pgdata=}/postgresql.conf\"");
		program("postgres", "echo FATAL: the disk has a hole; exit 3");
		assertThatExceptionOfType(ServerStartException.class).isThrownBy(() -> start(Duration.ofSeconds(30)))
			.withMessageStartingWith("The embedded PostgreSQL died while it started.")
			.withMessageContaining("PostgreSQL 17.11 in %s ended with status 3.".formatted(this.home))
			.withMessageContaining("    FATAL: the disk has a hole")
			.satisfies((ex) -> assertThat(ex.log()).isEqualTo("FATAL: the disk has a hole"));
		assertNothingIsLeft();
	}

	@Test
	void postgresWhenTheServerMakesNoProgress() throws IOException {
		program("initdb", "mkdir -p \"${1#--pgdata=}\"; touch \"${1#--pgdata=}/postgresql.conf\"");
		program("postgres", "echo LOG: recovering; exec sleep 100");
		assertThatExceptionOfType(ServerStartException.class).isThrownBy(() -> start(Duration.ofMillis(300)))
			.withMessageStartingWith("The embedded PostgreSQL makes no progress while it starts.")
			.withMessageContaining("was stopped before it was ready: nothing changed for 300 ms; seen last: ")
			.withMessageContaining("LOG: recovering")
			.withMessageContaining(
					" - Raise agent.data.embedded.start-timeout, the longest time without progress, which is 300 ms.");
		assertNothingIsLeft();
	}

	@Test
	void postgresWhenInitdbMakesNoProgress() throws IOException {
		program("initdb", "echo creating directory; sleep 100; echo not reached");
		program("postgres", "exit 0");
		assertThatExceptionOfType(ServerStartException.class).isThrownBy(() -> start(Duration.ofMillis(300)))
			.withMessageStartingWith("The cluster of the embedded PostgreSQL makes no progress.")
			.withMessageContaining("initdb of PostgreSQL 17.11 in %s was stopped before its end.".formatted(this.home))
			.withMessageContaining("    nothing changed for 300 ms; seen last: ")
			.withMessageContaining("    creating directory")
			.withMessageContaining(" - Look for what it waits for")
			.withMessageContaining(
					" - Raise agent.data.embedded.start-timeout, the longest time without progress, which is 300 ms.");
		assertNothingIsLeft();
	}

	/**
	 * All steps together take longer than the limit, and none of them does.
	 */
	@Test
	void postgresWhenInitdbAndTheServerAreSlowAndMove() throws IOException, SQLException {
		for (String name : List.of("initdb", "postgres")) {
			program(name, "for step in 1 2 3 4 5 6 7 8; do sleep 0.25; echo $step; done\nexec '%s' \"$@\""
				.formatted(UnpackedBinaries.home().program(name)));
		}
		RunningServer server = ServerStart.of(options(Duration.ofMillis(1500)));
		server.postgres().verify(Duration.ofSeconds(10));
		server.end();
		assertNothingIsLeft();
	}

	@Test
	void postgresWhenTheClusterCannotBeMade() throws IOException {
		program("initdb", "echo initdb: error: could not write; exit 1");
		program("postgres", "exit 0");
		assertThatExceptionOfType(ServerStartException.class).isThrownBy(() -> start(Duration.ofSeconds(30)))
			.withMessageStartingWith("The cluster of the embedded PostgreSQL could not be made.")
			.withMessageContaining("initdb: error: could not write")
			.withMessageContaining(" - Free some space");
		assertNothingIsLeft();
	}

	@Test
	void postgresWhenItFailedBeforeFailsAtOnceAndAlike() throws IOException {
		program("initdb", "echo once >> %s; exit 1".formatted(this.folder.resolve("calls")));
		program("postgres", "exit 0");
		for (int call = 0; call < 3; call++) {
			assertThatExceptionOfType(ServerStartException.class).isThrownBy(() -> start(Duration.ofSeconds(30)));
		}
		assertThat(this.folder.resolve("calls")).hasContent("once");
	}

	@Test
	void postgresWhenTheTemporaryFolderCannotBeWrittenTo() throws IOException {
		Path file = Files.createFile(this.folder.resolve("file"));
		EmbeddedOptions options = new EmbeddedOptions(BinarySource.CLASSPATH, null, 0, Duration.ofSeconds(30), null,
				file, false, null);
		assertThatExceptionOfType(DirectoryException.class).isThrownBy(EmbeddedServer.of(options)::postgres)
			.withMessageStartingWith("A folder of the embedded PostgreSQL cannot be written to.")
			.withMessageContaining("The data of the server was to be written to " + file)
			.withMessageContaining(" - Set agent.data.embedded.temporary-directory to a folder that is writable.");
	}

	@Test
	void postgresWhenTheTemporaryFolderIsFull() throws IOException {
		// so that there is a cluster to be copied
		EmbeddedServer.of(EmbeddedOptions.defaults()).postgres();
		Path full = Files.createDirectory(this.folder.resolve("full"));
		Command.Result mount = Command.run("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", full.toString());
		assumeTrue(mount.status() == 0, "No small file system can be mounted: " + mount.output());
		try {
			EmbeddedOptions options = new EmbeddedOptions(BinarySource.CLASSPATH, null, 0, Duration.ofSeconds(30), null,
					full, false, null);
			assertThatExceptionOfType(DirectoryException.class).isThrownBy(EmbeddedServer.of(options)::postgres)
				.withMessageContaining("No space left on device")
				.withMessageContaining(" - Free space in ");
			assertThat(full).isEmptyDirectory();
		}
		finally {
			Command.run("umount", full.toString());
		}
	}

	@Test
	void postgresWhenNoneIsInstalledThere() {
		assertThatExceptionOfType(PostgresBinariesException.class).isThrownBy(() -> start(Duration.ofSeconds(1)))
			.withMessageStartingWith("No installed PostgreSQL was found.")
			.withMessageContaining("looked for in [%s]".formatted(this.home))
			.withMessageContaining(" - Set agent.data.embedded.home");
	}

	@Test
	void postgresWhenTheProgramsDoNotRun() throws IOException {
		program("initdb", "exit 0");
		Files.writeString(program("postgres", ""), "#!/there/is/no/shell\n");
		assertThatExceptionOfType(PostgresBinariesException.class).isThrownBy(() -> start(Duration.ofSeconds(1)))
			.withMessageStartingWith("The PostgreSQL binaries do not run here.")
			.withMessageContaining("bin/postgres --version was run and answered:")
			.withMessageContaining("noexec");
	}

	@Test
	void optionsOutOfRangeAreRefused() {
		EmbeddedOptions defaults = EmbeddedOptions.defaults();
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new EmbeddedOptions(BinarySource.CLASSPATH, null, 70000, Duration.ofSeconds(1), null,
					defaults.temporaryDirectory(), false, null))
			.withMessage("The port 70000 is no TCP port. Give one between 1 and 65535, or 0 for any free one.");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new EmbeddedOptions(BinarySource.CLASSPATH, null, 0, Duration.ZERO, null,
					defaults.temporaryDirectory(), false, null))
			.withMessage("The start timeout PT0S leaves no time to start. Give a positive one.");
	}

	private void start(Duration timeout) {
		EmbeddedServer.of(options(timeout)).postgres();
	}

	private EmbeddedOptions options(Duration timeout) {
		return new EmbeddedOptions(BinarySource.INSTALLED, this.home, 0, timeout, this.folder.resolve("cache"),
				this.temporary, false, null);
	}

	private Path program(String name, String script) throws IOException {
		Path program = this.home.resolve("bin").resolve(name);
		String version = "if [ \"$1\" = --version ]; then echo '%s (PostgreSQL) 17.11'; exit 0; fi\n".formatted(name);
		Files.writeString(program, "#!/bin/sh\n" + version + script + "\n");
		assertThat(program.toFile().setExecutable(true)).isTrue();
		return program;
	}

	private void assertNothingIsLeft() throws IOException {
		assertThat(this.temporary).isEmptyDirectory();
		try (Stream<ProcessHandle> children = ProcessHandle.current().descendants()) {
			assertThat(children.map((child) -> child.info().commandLine().orElse("")))
				.noneMatch((command) -> command.contains(this.temporary.toString()));
		}
	}

}
