// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.pglite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for what {@link PgliteServer} says when PGlite cannot start, or ends.
 */
@Timeout(240)
class PgliteFailureTests {

	private static final String INSTALLATION = "npm install --save-dev @electric-sql/pglite@0.5 "
			+ "@electric-sql/pglite-socket@0.2 @electric-sql/pglite-pgvector@0.0";

	@TempDir
	Path folder;

	@Test
	void urlWhenThereIsNoNode() {
		Path nowhere = this.folder.resolve("node");
		assertThatExceptionOfType(PgliteException.class).isThrownBy(server(nowhere, this.folder, 1000)::url)
			.withMessageStartingWith("Node was not found.")
			.withMessageContaining("%s --version was run and answered: Cannot run program".formatted(nowhere))
			.withMessageContaining(" - Install Node 20 or newer.")
			.withMessageContaining(" - Set agent.data.pglite.node")
			.withMessageContaining("agent.data.engine=embedded");
	}

	@Test
	void urlWhenNodeIsAnotherProgram() throws IOException {
		Path node = program("echo node: the dungeon of doom");
		assertThatExceptionOfType(PgliteException.class).isThrownBy(server(node, this.folder, 1000)::url)
			.withMessageStartingWith("Node was not found.")
			.withMessageContaining("answered: node: the dungeon of doom");
	}

	@Test
	void urlWhenNodeIsTooOld() throws IOException {
		Path node = program("echo v18.20.4");
		assertThatExceptionOfType(PgliteException.class).isThrownBy(server(node, this.folder, 1000)::url)
			.withMessageStartingWith("Node is too old for PGlite.")
			.withMessageContaining("PGlite runs in Node 20 or newer; %s is Node 18.20.4.".formatted(node))
			.withMessageContaining(" - Install Node 20 or newer.");
	}

	@Test
	void urlWhenThePackagesAreMissing() throws IOException {
		Path nodeModules = Files.createDirectory(this.folder.resolve("node_modules"));
		Path node = program("echo v20.0.0");
		assertThatExceptionOfType(PgliteException.class).isThrownBy(server(node, nodeModules, 1000)::url)
			.withMessageStartingWith("PGlite's npm packages are missing.")
			.withMessageContaining(
					"[@electric-sql/pglite, @electric-sql/pglite-socket, @electric-sql/pglite-pgvector] was looked for in [%s]"
						.formatted(nodeModules))
			.withMessageContaining(" - Run in %s: %s".formatted(this.folder, INSTALLATION))
			.withMessageContaining(" - Set agent.data.pglite.node-modules");
	}

	@Test
	void findLooksInTheFolderAndUpwards() throws IOException {
		Path module = Files.createDirectories(this.folder.resolve("project/module"));
		describe(this.folder.resolve("node_modules/@electric-sql/pglite"), "0.5.3");
		describe(this.folder.resolve("project/node_modules/@electric-sql/pglite-socket"), "0.2.17");
		assertThatExceptionOfType(PgliteException.class).isThrownBy(() -> NpmPackage.find(null, module))
			.withMessageContaining("[@electric-sql/pglite-pgvector] was looked for in [%s, %s, %s, ".formatted(
					module.resolve("node_modules"), this.folder.resolve("project/node_modules"),
					this.folder.resolve("node_modules")))
			.withMessageContaining(" - Run in %s: %s".formatted(module, INSTALLATION));
		describe(module.resolve("node_modules/@electric-sql/pglite-pgvector"), "0.0.15");
		assertThat(NpmPackage.find(null, module)).containsExactly(
				this.folder.resolve("node_modules/@electric-sql/pglite"),
				this.folder.resolve("project/node_modules/@electric-sql/pglite-socket"),
				module.resolve("node_modules/@electric-sql/pglite-pgvector"));
	}

	@Test
	void urlWhenAPackageIsOfAnotherVersion() throws IOException {
		Path node = program("echo v20.0.0");
		Path nodeModules = this.folder.resolve("node_modules");
		describe(nodeModules.resolve("@electric-sql/pglite"), "0.4.9");
		describe(nodeModules.resolve("@electric-sql/pglite-socket"), "0.2.1");
		describe(nodeModules.resolve("@electric-sql/pglite-pgvector"), "0.0.1");
		assertThatExceptionOfType(PgliteException.class).isThrownBy(server(node, nodeModules, 1000)::url)
			.withMessageStartingWith("PGlite's npm packages are of a version that is not known to work.")
			.withMessageContaining("@electric-sql/pglite in %s is of version '0.4.9', and 0.5.x is known to work."
				.formatted(nodeModules))
			.withMessageContaining(" - Run in %s: %s".formatted(this.folder, INSTALLATION));
	}

	@Test
	void urlWhenPgliteEndsWhileItStarts() throws IOException {
		RealPglite.require();
		Path damaged = copyOfThePackages();
		Files.writeString(damaged.resolve("@electric-sql/pglite/dist/pglite.wasm"), "no code");
		assertThatExceptionOfType(PgliteException.class).isThrownBy(server(null, damaged, 60_000)::url)
			.withMessageStartingWith("PGlite ended while it started.")
			.withMessageMatching("(?s).*Node \\d+\\.\\d+\\.\\d+ \\(node\\) ended with status 1\\..*")
			.withMessageContaining("Its last words:")
			.withMessageContaining("CompileError: WebAssembly")
			.withMessageContaining(" - Run npm ci again");
	}

	@Test
	void urlWhenItFailedBeforeFailsAtOnceAndAlike() throws IOException {
		Path calls = this.folder.resolve("calls");
		PgliteServer server = server(program("echo once >> %s; echo v1.0.0".formatted(calls)), this.folder, 1000);
		for (int call = 0; call < 3; call++) {
			assertThatExceptionOfType(PgliteException.class).isThrownBy(server::url);
		}
		assertThat(calls).hasContent("once");
		server.close();
	}

	@Test
	void urlWhenPgliteMakesNoProgress() throws IOException {
		RealPglite.require();
		Path pid = this.folder.resolve("pid");
		Path node = program(
				"[ $1 != --version ] || exec node --version; echo $$ > %s; echo still thinking; exec sleep 100"
					.formatted(pid));
		assertThatExceptionOfType(PgliteException.class).isThrownBy(server(node, RealPglite.NODE_MODULES, 700)::url)
			.withMessageStartingWith("PGlite makes no progress while it starts.")
			.withMessageContaining("was stopped before it was ready: nothing changed for 700 ms; seen last: ")
			.withMessageContaining("    still thinking")
			.withMessageContaining(
					" - Raise agent.data.pglite.start-timeout, the longest time without progress, which is 700 ms.");
		assertThat(ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))).isEmpty();
	}

	@Test
	void connectWhenPgliteHasEnded() throws Exception {
		RealPglite.require();
		Set<ProcessHandle> before = ProcessHandle.current().children().collect(Collectors.toSet());
		try (PgliteServer server = new PgliteServer(RealPglite.OPTIONS, "public");
				Connection connection = server.connect()) {
			ProcessHandle node = ProcessHandle.current()
				.children()
				.filter((child) -> !before.contains(child))
				.findFirst()
				.orElseThrow();
			node.destroyForcibly();
			node.onExit().get();
			assertThatExceptionOfType(SQLException.class)
				.isThrownBy(() -> connection.createStatement().execute("SELECT 1"));
			assertThatExceptionOfType(PgliteException.class).isThrownBy(server::connect)
				.withMessageStartingWith("PGlite has ended.")
				.withMessageContaining("A connection was to happen. PGlite's process has ended with status 137")
				.withMessageContaining("Its last words:")
				.withMessageContaining(" - Give the machine more memory");
			assertThatExceptionOfType(PgliteException.class).isThrownBy(() -> server.snapshot("late"))
				.withMessageContaining("The snapshot 'late' was to happen.");
		}
	}

	@Test
	void optionsOutOfRangeAreRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new PgliteOptions(null, null, Duration.ZERO, Duration.ofSeconds(1)))
			.withMessage("The start timeout PT0S is out of range. Give one between a millisecond and 24 days.");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new PgliteOptions(null, null, Duration.ofSeconds(1), Duration.ofDays(365)))
			.withMessage("The wait timeout PT8760H is out of range. Give one between a millisecond and 24 days.");
	}

	private static PgliteServer server(Path node, Path nodeModules, long startMillis) {
		return new PgliteServer(
				new PgliteOptions(node, nodeModules, Duration.ofMillis(startMillis), Duration.ofSeconds(1)), "public");
	}

	private Path copyOfThePackages() throws IOException {
		Path copy = this.folder.resolve("node_modules");
		try (var files = Files.walk(RealPglite.NODE_MODULES)) {
			for (Path file : files.toList()) {
				Files.copy(file, copy.resolve(RealPglite.NODE_MODULES.relativize(file).toString()));
			}
		}
		return copy;
	}

	private Path program(String script) throws IOException {
		Path program = this.folder.resolve("node");
		Files.writeString(program, "#!/bin/sh\n" + script + "\n");
		assertThat(program.toFile().setExecutable(true)).isTrue();
		return program;
	}

	private static void describe(Path npmPackage, String version) throws IOException {
		Files.createDirectories(npmPackage);
		Files.writeString(npmPackage.resolve("package.json"), "{\n  \"version\": \"%s\"\n}\n".formatted(version));
	}

}
