// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.agentdata.database.embedded.WholeLife.Phase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for test runs of which something is killed: the next run works, and nothing is
 * left of both. {@code src/scripts/fault-runs} repeats them.
 */
class KillTests {

	private static final Logger logger = LoggerFactory.getLogger(KillTests.class);

	private static final int KILLS = Integer.getInteger("fault.kills",
			Boolean.parseBoolean(System.getenv("CI")) ? 14 : 2);

	private static final int JVMS_AT_ONCE = Integer.getInteger("fault.jvms", 5);

	@TempDir
	Path folder;

	@TempDir(factory = FolderInMemory.class)
	Path temporary;

	private Runs runs;

	@BeforeEach
	void folders() {
		this.runs = new Runs(this.temporary, this.folder.resolve("cache"));
	}

	@AfterEach
	void nothingIsLeft() throws Exception {
		this.runs.assertNothingIsLeft();
	}

	@ParameterizedTest
	@MethodSource("kills")
	void nextRunWorksAfterAKill(Kill kill) throws Exception {
		kill.kept.prepare(this.runs);
		List<Process> jvms = List.of(this.runs.startSharing(), this.runs.startSharing());
		awaitPhase(jvms.get(0), kill.moment.phase);
		if (kill.moment == Moment.INITDB) {
			await(() -> this.runs.processes().stream().filter((process) -> isOf("initdb", process)), jvms);
		}
		TimeUnit.MILLISECONDS.sleep(kill.delay);
		List<ProcessHandle> victims = await(() -> kill.victim.find(this.runs, jvms), jvms);
		victims.forEach(ProcessHandle::destroyForcibly);
		logger.info("{}: {}", kill, (victims.size() == 1) ? "1 process" : victims.size() + " processes");
		for (Process jvm : jvms) {
			Runs.output(jvm);
		}
		// one that was begun goes with the next one that is written
		for (Path image : this.runs.images()) {
			Files.delete(image);
		}
		assertThat(this.runs.run()).endsWith(WholeLife.DONE);
		assertThat(this.runs.run()).endsWith(WholeLife.DONE);
	}

	static Stream<Kill> kills() {
		long seed = Long.getLong("fault.seed", System.nanoTime());
		logger.info("-Dfault.seed={} repeats these kills", seed);
		Random random = new Random(seed);
		return IntStream.range(0, KILLS).mapToObj((number) -> Kill.random(number, random));
	}

	@Test
	void manyJvmsStartAtOnce() throws Exception {
		UnpackedBinaries.copyTo(this.runs.cache());
		List<Process> jvms = new ArrayList<>();
		for (int jvm = 0; jvm < JVMS_AT_ONCE; jvm++) {
			jvms.add(this.runs.startSharing("-D%s=%s".formatted(WholeLife.WAIT_BEFORE, Phase.CLONE)));
		}
		for (Process jvm : jvms) {
			awaitPhase(jvm, Phase.CLONE);
		}
		assertThat(this.runs.processes().stream().filter(KillTests::isPostmaster)).hasSize(1);
		for (Process jvm : jvms) {
			jvm.getOutputStream().close();
		}
		for (Process jvm : jvms) {
			assertThat(Runs.output(jvm).lines()).contains(WholeLife.DONE);
		}
	}

	/**
	 * Wait until a run begins with a phase, or has ended.
	 */
	private static void awaitPhase(Process jvm, Phase phase) throws IOException {
		BufferedReader output = jvm.inputReader();
		String line = output.readLine();
		while (line != null && !line.equals(phase.name())) {
			line = output.readLine();
		}
	}

	/**
	 * Wait until there are such processes, unless the runs end before.
	 */
	private static List<ProcessHandle> await(Supplier<Stream<ProcessHandle>> processes, List<Process> jvms) {
		List<ProcessHandle> found = List.of();
		while (found.isEmpty() && jvms.stream().anyMatch(Process::isAlive)) {
			found = processes.get().toList();
		}
		return found;
	}

	private static boolean isPostmaster(ProcessHandle process) {
		return isOf("postgres", process) && process.parent().filter((parent) -> isOf("postgres", parent)).isEmpty();
	}

	private static boolean isOf(String program, ProcessHandle process) {
		return process.info().command().filter((command) -> command.endsWith("bin/" + program)).isPresent();
	}

	/**
	 * What is killed, and when.
	 *
	 * @param moment what the first run is at
	 * @param delay milliseconds from its beginning
	 */
	record Kill(int number, Victim victim, Moment moment, Kept kept, int delay) {

		static Kill random(int number, Random random) {
			Victim victim = Victim.values()[number % Victim.values().length];
			Moment moment = Moment.values()[number % Moment.values().length];
			Kept kept = (moment.kept != null) ? moment.kept : Kept.values()[random.nextInt(Kept.values().length)];
			return new Kill(number, victim, moment, kept, random.nextInt(moment.milliseconds));
		}

	}

	/**
	 * What a run can be at.
	 */
	enum Moment {

		UNPACK(Phase.START, Kept.NOTHING, 1000),

		INITDB(Phase.START, Kept.BINARIES, 300),

		START(Phase.START, Kept.EVERYTHING, 300),

		SEAL(Phase.SEAL, null, 150),

		CLONE(Phase.CLONE, null, 50),

		TEST(Phase.TEST, null, 300),

		STOP(Phase.STOP, null, 100);

		private final Phase phase;

		private final Kept kept;

		private final int milliseconds;

		Moment(Phase phase, Kept kept, int milliseconds) {
			this.phase = phase;
			this.kept = kept;
			this.milliseconds = milliseconds;
		}

	}

	enum Victim {

		JVM {

			@Override
			Stream<ProcessHandle> find(Runs runs, List<Process> jvms) {
				return jvms.stream().limit(1).map(Process::toHandle);
			}

		},

		POSTMASTER {

			@Override
			Stream<ProcessHandle> find(Runs runs, List<Process> jvms) {
				return runs.processes().stream().filter((process) -> KillTests.isOf("postgres", process));
			}

		},

		ALL_JVMS {

			@Override
			Stream<ProcessHandle> find(Runs runs, List<Process> jvms) {
				return jvms.stream().map(Process::toHandle);
			}

		},

		BACKEND {

			@Override
			Stream<ProcessHandle> find(Runs runs, List<Process> jvms) {
				return POSTMASTER.find(runs, jvms).flatMap(ProcessHandle::children).skip(3).limit(1);
			}

		};

		abstract Stream<ProcessHandle> find(Runs runs, List<Process> jvms);

	}

	/**
	 * What an earlier run has kept.
	 */
	enum Kept {

		NOTHING {

			@Override
			void prepare(Runs runs) {
			}

		},

		EVERYTHING {

			@Override
			void prepare(Runs runs) throws Exception {
				BINARIES.prepare(runs);
				assertThat(runs.run()).endsWith(WholeLife.DONE);
			}

		},

		BINARIES {

			@Override
			void prepare(Runs runs) throws Exception {
				UnpackedBinaries.copyTo(runs.cache());
			}

		};

		abstract void prepare(Runs runs) throws Exception;

	}

}
