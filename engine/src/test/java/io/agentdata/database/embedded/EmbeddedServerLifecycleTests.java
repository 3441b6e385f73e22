// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests for the end of {@link EmbeddedServer}, in JVMs of their own.
 */
class EmbeddedServerLifecycleTests {

	@TempDir
	Path folder;

	private Path temporary;

	@BeforeEach
	void folderWithASpace() throws IOException {
		this.temporary = Files.createDirectory(this.folder.resolve("with a space"));
	}

	@BeforeEach
	void binaries() throws IOException {
		UnpackedBinaries.copyTo(this.folder.resolve("cache"));
	}

	@Test
	void serverEndsWithItsJvm() throws Exception {
		Process jvm = start(Map.of());
		List<ProcessHandle> children = jvm.descendants().toList();
		assertThat(children).hasSizeGreaterThan(2);
		assertThat(contents(this.temporary)).hasSize(1);
		jvm.getOutputStream().close();
		assertThat(jvm.waitFor(20, TimeUnit.SECONDS)).isTrue();
		assertThat(children).noneMatch(ProcessHandle::isAlive);
		assertThat(contents(this.temporary)).isEmpty();
	}

	@Test
	void serverEndsWithItsJvmWhenThatIsKilled() throws Exception {
		Process jvm = start(Map.of());
		List<ProcessHandle> children = jvm.descendants().toList();
		jvm.destroyForcibly().waitFor();
		CompletableFuture.allOf(children.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
			.get(20, TimeUnit.SECONDS);
		assertThat(contents(this.temporary)).isEmpty();
	}

	@Test
	void serverOfRootWithoutUserNamespacesRunsAsAnotherUser() throws Exception {
		assumeTrue(isRoot(), "The JVM does not run as root");
		Path commands = Files.createDirectory(this.folder.resolve("commands"));
		fake(commands.resolve("unshare"), "echo Operation not permitted; exit 1");
		openToOthers(this.folder, this.temporary);
		Process jvm = start(Map.of("PATH", commands + ":" + System.getenv("PATH")));
		ProcessHandle postgres = jvm.descendants()
			.filter((process) -> process.info().command().orElse("").endsWith("bin/postgres"))
			.findFirst()
			.orElseThrow();
		assertThat(postgres.info().user()).hasValue("nobody");
		jvm.destroyForcibly().waitFor();
		postgres.onExit().get(20, TimeUnit.SECONDS);
	}

	@Test
	void serverOfRootWithoutAnotherUserIsRefused() throws Exception {
		assumeTrue(isRoot(), "The JVM does not run as root");
		Path commands = Files.createDirectory(this.folder.resolve("commands"));
		fake(commands.resolve("unshare"), "echo Operation not permitted; exit 1");
		fake(commands.resolve("setpriv"), "echo no such capability; exit 127");
		Process jvm = ServerInAnotherJvm.start(this.temporary, this.folder.resolve("cache"),
				Map.of("PATH", commands + ":" + System.getenv("PATH")));
		assertThat(ServerInAnotherJvm.awaitReady(jvm))
			.contains("PostgreSQL cannot run as root, and no other user can be taken.")
			.contains("unshare -U true (Operation not permitted)")
			.contains("no such capability")
			.contains(" - Run the build as another user than root");
		assertThat(jvm.waitFor(20, TimeUnit.SECONDS)).isTrue();
		assertThat(contents(this.temporary)).isEmpty();
	}

	private Process start(Map<String, String> environment) throws IOException {
		Process jvm = ServerInAnotherJvm.start(this.temporary, this.folder.resolve("cache"), environment);
		assertThat(ServerInAnotherJvm.awaitReady(jvm)).contains("ready jdbc:postgresql:");
		return jvm;
	}

	private static boolean isRoot() throws IOException {
		return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
	}

	private static void openToOthers(Path... directories) throws IOException {
		for (Path directory : directories) {
			assertThat(directory.toFile().setExecutable(true, false)).isTrue();
			assertThat(directory.toFile().setReadable(true, false)).isTrue();
		}
	}

	private static void fake(Path command, String script) throws IOException {
		Files.writeString(command, "#!/bin/sh\n" + script + "\n");
		assertThat(command.toFile().setExecutable(true)).isTrue();
	}

	private static List<Path> contents(Path directory) throws IOException {
		try (Stream<Path> entries = Files.list(directory)) {
			return entries.toList();
		}
	}

}
