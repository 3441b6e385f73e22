// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.embedded;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.agentdata.database.embedded.WholeLife.Phase;
import io.agentdata.database.process.Command;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests for test runs on machines where something is full, forbidden or unusual: they
 * work or say why they do not, and nothing is left of them.
 */
@Tag("exhaustive")
@SuppressWarnings("try")
class FaultTests {

	@TempDir
	Path folder;

	@TempDir(factory = FolderInMemory.class)
	Path temporary;

	private Runs runs;

	private Path cache;

	@BeforeEach
	void folders() {
		this.cache = this.folder.resolve("cache");
		this.runs = new Runs(this.temporary, this.cache);
	}

	@AfterEach
	void nothingIsLeft() throws Exception {
		this.runs.assertNothingIsLeft();
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "STOP")
	void temporaryFolderIsFull(Phase phase) throws Exception {
		UnpackedBinaries.copyTo(this.cache);
		assertThat(runOnFullFolder(phase)).contains("No space left on device").doesNotEndWith(WholeLife.DONE);
		assertThat(this.runs.run()).endsWith(WholeLife.DONE);
	}

	/**
	 * What goes first may make room for all that comes after it.
	 */
	@Test
	void temporaryFolderIsFullAtTheEnd() throws Exception {
		UnpackedBinaries.copyTo(this.cache);
		assertThat(runOnFullFolder(Phase.STOP)).satisfiesAnyOf(
				(output) -> assertThat(output).contains("No space left on device"),
				(output) -> assertThat(output).endsWith(WholeLife.DONE));
		assertThat(this.runs.run()).endsWith(WholeLife.DONE);
	}

	/**
	 * As in the phase START, but that it is the image of a cluster that has no room.
	 */
	@Test
	void temporaryFolderIsFullBeforeAClusterIsUnpacked() throws Exception {
		UnpackedBinaries.copyTo(this.cache);
		assertThat(this.runs.run()).endsWith(WholeLife.DONE);
		assertThat(runOnFullFolder(Phase.START)).contains("No space left on device").doesNotEndWith(WholeLife.DONE);
	}

	@Test
	void cacheFolderIsTooSmallForTheBinaries() throws Exception {
		Files.createDirectory(this.cache);
		try (SmallFileSystem mounted = SmallFileSystem.mount("size=20m", this.cache)) {
			assertThat(this.runs.run()).contains("A folder of the embedded PostgreSQL cannot be written to.")
				.contains("No space left on device");
			assertThat(Runs.files(this.cache)).allMatch((file) -> file.toString().endsWith(".lock"));
		}
	}

	@Test
	void cacheFolderIsTooSmallForAnImage() throws Exception {
		Files.createDirectory(this.cache);
		long binaries = UnpackedBinaries.copyTo(this.folder.resolve("binaries"));
		try (SmallFileSystem mounted = SmallFileSystem.mount("size=%d".formatted(binaries + (10 << 20)), this.cache)) {
			UnpackedBinaries.copyTo(this.cache);
			assertThat(this.runs.run()).contains("The initialised cluster is not kept for later runs")
				.contains(WholeLife.DONE)
				.contains("The warm templates are not kept for later runs");
			assertThat(this.runs.images()).isEmpty();
		}
	}

	@Test
	void programsInTheTemporaryFolderMayNotBeRun() throws Exception {
		UnpackedBinaries.copyTo(this.cache);
		try (SmallFileSystem mounted = SmallFileSystem.mount("size=200m,noexec", this.temporary)) {
			assertThat(this.runs.run()).endsWith(WholeLife.DONE);
			this.runs.awaitEnd();
		}
	}

	@Test
	void homeCannotBeWrittenTo() throws Exception {
		Path home = Files.createFile(this.folder.resolve("home"));
		Path others = Files.createDirectory(this.folder.resolve("others"));
		ProcessBuilder jvm = WholeLife.jvm(List.of("-Duser.home=" + home, "-Djava.io.tmpdir=" + others), this.temporary,
				null);
		jvm.environment().remove("XDG_CACHE_HOME");
		assertThat(Runs.output(Runs.alone(jvm).start())).contains("cannot be written to; %s".formatted(others))
			.endsWith(WholeLife.DONE);
		Path instead = Runs.files(others).get(0);
		Files.setPosixFilePermissions(instead, PosixFilePermissions.fromString("rwxrwxrwx"));
		assertThat(Runs.output(Runs.alone(jvm).start())).contains("it is not a folder of").contains("rwxrwxrwx");
	}

	/**
	 * Nobody has a name; the other number has none, as in many containers.
	 */
	@ParameterizedTest
	@ValueSource(ints = { 65534, 12345 })
	void anotherUserHasAServerAndACacheOfTheirOwn(int number) throws Exception {
		// who may read the build's classes, and write to nothing of root's
		List<String> another = List.of("setpriv", "--reuid=" + number, "--regid=" + number, "--clear-groups",
				"--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search");
		assumeUsable(another, "No other user can be taken: ");
		Path home = Files.createDirectory(this.folder.resolve("home"));
		Files.setAttribute(home, "unix:uid", number);
		Files.setPosixFilePermissions(this.folder, PosixFilePermissions.fromString("rwxr-xr-x"));
		Files.setPosixFilePermissions(this.temporary, PosixFilePermissions.fromString("rwxrwxrwx"));
		Process jvm = this.runs.startSharing();
		ProcessBuilder other = WholeLife.jvm(List.of("-Duser.home=" + home), this.temporary, null);
		other.environment().remove("XDG_CACHE_HOME");
		assertThat(Runs.output(Runs.alone(Runs.by(another, other)).start())).endsWith(WholeLife.DONE);
		assertThat(Runs.output(jvm)).endsWith(WholeLife.DONE);
		Path cache = home.resolve(".cache/agent-data");
		assertThat(Files.getAttribute(cache, "unix:uid")).isEqualTo(number);
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(cache))).isEqualTo("rwx------");
	}

	@Test
	void localeIsTurkishAndNotUnicode() throws Exception {
		UnpackedBinaries.copyTo(this.cache);
		ProcessBuilder jvm = WholeLife.jvm(List.of("-Duser.language=tr", "-Duser.country=TR",
				"-Dfile.encoding=ISO-8859-9", "-Dsun.jnu.encoding=ISO-8859-9"), this.temporary, this.cache);
		jvm.environment().put("LC_ALL", "tr_TR.ISO-8859-9");
		assertThat(Runs.output(Runs.alone(jvm).start())).endsWith(WholeLife.DONE);
	}

	@Test
	void serverIsSharedWhereTheClockJumps() throws Exception {
		Command.Result library = Command.run("faketime", "-f", "+40d", "printenv", "LD_PRELOAD");
		assumeTrue(library.status() == 0, "No clock can be moved: " + library.output());
		UnpackedBinaries.copyTo(this.cache);
		Process user = ServerInAnotherJvm.startSharing(this.temporary, this.cache);
		try {
			assertThat(ServerInAnotherJvm.awaitReady(user)).contains("ready jdbc:");
			for (String jump : List.of("+40d", "-40d")) {
				ProcessBuilder jvm = WholeLife.jvm(List.of(), this.temporary, this.cache);
				jvm.environment()
					.putAll(Map.of("LD_PRELOAD", library.output(), "FAKETIME", jump, "FAKETIME_DONT_FAKE_MONOTONIC",
							"1", "NO_FAKE_STAT", "1"));
				assertThat(Runs.output(jvm.start())).contains("is that of another JVM of this build")
					.endsWith(WholeLife.DONE);
			}
			assertThat(user.isAlive()).isTrue();
		}
		finally {
			user.destroyForcibly();
		}
	}

	@Test
	void loopbackHasIpv6Alone() throws Exception {
		UnpackedBinaries.copyTo(this.cache);
		List<String> network = List.of("unshare", "--net", "sh", "-c",
				"ip link set lo up && ip address del 127.0.0.1/8 dev lo && exec \"$@\"", "sh");
		assumeUsable(network, "No network of its own can be made: ");
		ProcessBuilder jvm = Runs.by(network, WholeLife.jvm(List.of(), this.temporary, this.cache));
		assertThat(Runs.output(Runs.alone(jvm).start())).endsWith(WholeLife.DONE);
	}

	private String runOnFullFolder(Phase phase) throws Exception {
		try (SmallFileSystem mounted = SmallFileSystem.mount("size=150m", this.temporary)) {
			String output = this.runs.run("-D%s=%s".formatted(WholeLife.FULL_FROM, phase));
			this.runs.awaitEnd();
			assertThat(Runs.files(this.temporary)).hasSize(1);
			return output;
		}
	}

	private static void assumeUsable(List<String> program, String otherwise) {
		Command.Result probe = Command.run(Stream.concat(program.stream(), Stream.of("true")).toArray(String[]::new));
		assumeTrue(probe.status() == 0, otherwise + probe.output());
	}

}
