// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.agentdata.database.process.Command;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests for a server whose JVMs, processes and folders meet with faults: the next run
 * works, and nothing is left of both. {@code src/scripts/fault-runs} repeats the random
 * ones.
 */
class FaultTests {

	private static final int ROUNDS = Integer.getInteger("fault.rounds", 1);

	private static final int JVMS_AT_ONCE = Integer.getInteger("fault.jvms", 5);

	private static final int LONGEST_DELAY_MILLIS = 2500;

	private static final int PATIENCE_SECONDS = 120;

	@TempDir
	Path folder;

	@TempDir(factory = FolderInMemory.class)
	Path temporary;

	private Path cache;

	@BeforeEach
	void folders() throws IOException {
		this.cache = this.folder.resolve("cache");
	}

	@AfterEach
	void nothingIsLeft() throws Exception {
		awaitEnd();
		assertThat(files(this.cache.resolve("servers"))).allMatch((file) -> file.endsWith("lock"));
		assertThat(files(this.cache.resolve("clusters"))).noneMatch(ClusterImage::isPartial);
	}

	/**
	 * Wait until no process and no folder is left, as a full folder would not take a new
	 * server.
	 */
	private void awaitEnd() throws Exception {
		for (ProcessHandle process : processes()) {
			process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
		}
		assertThat(this.temporary).isEmptyDirectory();
	}

	@ParameterizedTest
	@MethodSource("kills")
	void nextRunWorksAfterAKill(Victim victim, Kept kept, int delay) throws Exception {
		kept.prepare(this);
		List<Process> jvms = List.of(startSharing(), startSharing());
		TimeUnit.MILLISECONDS.sleep(delay);
		victim.find(this, jvms).forEach(ProcessHandle::destroyForcibly);
		for (Process jvm : jvms) {
			output(jvm);
		}
		// an image that was begun goes with the next one that is written
		for (Path image : files(this.cache.resolve("clusters"))) {
			Files.delete(image);
		}
		assertThat(output(start())).endsWith(WholeLife.DONE);
		assertThat(output(start())).endsWith(WholeLife.DONE);
	}

	static Stream<Arguments> kills() {
		Random random = new Random(Long.getLong("fault.seed", System.nanoTime()));
		return IntStream.range(0, ROUNDS)
			.boxed()
			.flatMap((round) -> Stream.of(Victim.values()))
			.map((victim) -> Arguments.of(victim, Kept.values()[random.nextInt(Kept.values().length)],
					random.nextInt(LONGEST_DELAY_MILLIS)));
	}

	@Test
	void manyJvmsStartAtOnce() throws Exception {
		UnpackedBinaries.copyTo(this.cache);
		List<Process> jvms = new ArrayList<>();
		for (int jvm = 0; jvm < JVMS_AT_ONCE; jvm++) {
			jvms.add(startSharing());
		}
		for (Process jvm : jvms) {
			assertThat(output(jvm)).endsWith(WholeLife.DONE);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 27, 40 })
	void temporaryFolderIsFull(int megabytes) throws Exception {
		Kept.EVERYTHING.prepare(this);
		mount("size=%dm".formatted(megabytes), this.temporary);
		try {
			assertThat(output(start())).contains("No space left on device").doesNotEndWith(WholeLife.DONE);
			awaitEnd();
		}
		finally {
			Command.run("umount", this.temporary.toString());
		}
		assertThat(output(start())).endsWith(WholeLife.DONE);
	}

	@Test
	void cacheFolderIsTooSmallForTheBinaries() throws Exception {
		Files.createDirectory(this.cache);
		mount("size=20m", this.cache);
		try {
			assertThat(output(start())).startsWith("A folder of the embedded PostgreSQL cannot be written to.")
				.contains("No space left on device");
			assertThat(files(this.cache)).allMatch((file) -> file.toString().endsWith(".lock"));
		}
		finally {
			Command.run("umount", this.cache.toString());
		}
	}

	@Test
	void cacheFolderIsTooSmallForAnImage() throws Exception {
		Files.createDirectory(this.cache);
		long binaries = UnpackedBinaries.copyTo(this.folder.resolve("binaries"));
		mount("size=%d".formatted(binaries + (10 << 20)), this.cache);
		UnpackedBinaries.copyTo(this.cache);
		try {
			assertThat(output(start())).contains("The initialised cluster is not kept for later runs")
				.contains(WholeLife.DONE)
				.contains("The warm templates are not kept for later runs");
			assertThat(files(this.cache.resolve("clusters"))).isEmpty();
		}
		finally {
			Command.run("umount", this.cache.toString());
		}
	}

	@Test
	void programsInTheTemporaryFolderMayNotBeRun() throws Exception {
		UnpackedBinaries.copyTo(this.cache);
		mount("size=200m,noexec", this.temporary);
		try {
			assertThat(output(start())).endsWith(WholeLife.DONE);
			awaitEnd();
		}
		finally {
			Command.run("umount", this.temporary.toString());
		}
	}

	@Test
	void homeCannotBeWrittenTo() throws Exception {
		Path home = Files.createFile(this.folder.resolve("home"));
		Path others = Files.createDirectory(this.folder.resolve("others"));
		ProcessBuilder jvm = WholeLife.jvm(List.of("-Duser.home=" + home, "-Djava.io.tmpdir=" + others), this.temporary,
				null);
		jvm.environment().remove("XDG_CACHE_HOME");
		assertThat(output(alone(jvm).start())).contains("cannot be written to; %s".formatted(others))
			.endsWith(WholeLife.DONE);
		Path instead = files(others).get(0);
		Files.setPosixFilePermissions(instead, PosixFilePermissions.fromString("rwxrwxrwx"));
		assertThat(output(alone(jvm).start())).contains("it is not a folder of").contains("rwxrwxrwx");
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
		Process jvm = startSharing();
		ProcessBuilder other = WholeLife.jvm(List.of("-Duser.home=" + home), this.temporary, null);
		other.environment().remove("XDG_CACHE_HOME");
		assertThat(output(alone(by(another, other)).start())).endsWith(WholeLife.DONE);
		assertThat(output(jvm)).endsWith(WholeLife.DONE);
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
		assertThat(output(alone(jvm).start())).endsWith(WholeLife.DONE);
	}

	@Test
	void loopbackHasIpv6Alone() throws Exception {
		UnpackedBinaries.copyTo(this.cache);
		List<String> network = List.of("unshare", "--net", "sh", "-c",
				"ip link set lo up && ip address del 127.0.0.1/8 dev lo && exec \"$@\"", "sh");
		assumeUsable(network, "No network of its own can be made: ");
		ProcessBuilder jvm = by(network, WholeLife.jvm(List.of(), this.temporary, this.cache));
		assertThat(output(alone(jvm).start())).endsWith(WholeLife.DONE);
	}

	/**
	 * Start a JVM of this build.
	 */
	private Process startSharing() throws IOException {
		return WholeLife.jvm(List.of(), this.temporary, this.cache).start();
	}

	/**
	 * Start a JVM that is a build by itself: its server does not wait for the next one.
	 */
	private Process start() throws IOException {
		return alone(WholeLife.jvm(List.of(), this.temporary, this.cache)).start();
	}

	private static ProcessBuilder alone(ProcessBuilder jvm) {
		return by(List.of("timeout", String.valueOf(PATIENCE_SECONDS)), jvm);
	}

	private static ProcessBuilder by(List<String> program, ProcessBuilder jvm) {
		return jvm.command(Stream.concat(program.stream(), jvm.command().stream()).toList());
	}

	private static void assumeUsable(List<String> program, String otherwise) {
		Command.Result probe = Command.run(Stream.concat(program.stream(), Stream.of("true")).toArray(String[]::new));
		assumeTrue(probe.status() == 0, otherwise + probe.output());
	}

	private static String output(Process jvm) throws Exception {
		String output = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
		assertThat(jvm.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
		return output;
	}

	private static void mount(String options, Path directory) {
		Command.Result mount = Command.run("mount", "-t", "tmpfs", "-o", options, "tmpfs", directory.toString());
		assumeTrue(mount.status() == 0, "No small file system can be mounted: " + mount.output());
	}

	/**
	 * Return the processes that have to do with the temporary folder, but the JVMs.
	 */
	private List<ProcessHandle> processes() {
		return ProcessHandle.allProcesses()
			.filter((process) -> process.info()
				.commandLine()
				.filter((line) -> line.contains(this.temporary + "/agent-data-"))
				.isPresent())
			.toList();
	}

	private static List<Path> files(Path directory) throws IOException {
		if (!Files.isDirectory(directory)) {
			return List.of();
		}
		try (Stream<Path> files = Files.list(directory)) {
			return files.toList();
		}
	}

	/**
	 * What is killed.
	 */
	enum Victim {

		JVM {

			@Override
			Stream<ProcessHandle> find(FaultTests test, List<Process> jvms) {
				return jvms.stream().limit(1).map(Process::toHandle);
			}

		},

		ALL_JVMS {

			@Override
			Stream<ProcessHandle> find(FaultTests test, List<Process> jvms) {
				return jvms.stream().map(Process::toHandle);
			}

		},

		POSTMASTER {

			@Override
			Stream<ProcessHandle> find(FaultTests test, List<Process> jvms) {
				return test.processes().stream().filter(Victim::isPostmaster);
			}

		},

		BACKEND {

			@Override
			Stream<ProcessHandle> find(FaultTests test, List<Process> jvms) {
				return POSTMASTER.find(test, jvms).flatMap(ProcessHandle::children).skip(3).limit(1);
			}

		};

		abstract Stream<ProcessHandle> find(FaultTests test, List<Process> jvms);

		private static boolean isPostmaster(ProcessHandle process) {
			return process.info().command().filter((command) -> command.endsWith("bin/postgres")).isPresent();
		}

	}

	/**
	 * What an earlier run has kept.
	 */
	enum Kept {

		NOTHING {

			@Override
			void prepare(FaultTests test) {
			}

		},

		EVERYTHING {

			@Override
			void prepare(FaultTests test) throws Exception {
				BINARIES.prepare(test);
				assertThat(output(test.start())).endsWith(WholeLife.DONE);
			}

		},

		BINARIES {

			@Override
			void prepare(FaultTests test) throws Exception {
				UnpackedBinaries.copyTo(test.cache);
			}

		};

		abstract void prepare(FaultTests test) throws Exception;

	}

}
