// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WarmCluster}, in JVMs of their own.
 */
class WarmClusterTests {

	private static final String NOTHING = "SELECT 1";

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
		for (Process jvm : this.jvms) {
			jvm.destroyForcibly().waitFor();
		}
		awaitNoServer();
		assertThat(this.temporary).isEmptyDirectory();
	}

	@Test
	void templateIsThereInTheNextRun() throws Exception {
		assertThat(run(NOTHING)).contains("ready sealed");
		assertThat(images()).hasSize(2);
		assertThat(this.temporary).isEmptyDirectory();
		assertThat(run(NOTHING)).contains("ready applied migrated");
		assertThat(run(NOTHING)).contains("ready applied migrated");
	}

	@Test
	void templateIsThereInTheNextRunWhereSeveralJvmsHaveUsedIt() throws Exception {
		Process first = start(NOTHING);
		assertThat(ServerInAnotherJvm.awaitReady(first)).contains("ready sealed");
		Process second = start(NOTHING);
		assertThat(ServerInAnotherJvm.awaitReady(second)).contains("ready applied migrated");
		end(first);
		assertThat(images()).hasSize(1);
		end(second);
		assertThat(images()).hasSize(2);
		assertThat(run(NOTHING)).contains("ready applied migrated");
	}

	@Test
	void databasesOfARunAreNotThereInTheNext() throws Exception {
		Process killed = start(NOTHING);
		ServerInAnotherJvm.awaitReady(killed);
		Process last = start(NOTHING);
		ServerInAnotherJvm.awaitReady(last);
		killed.destroyForcibly().waitFor();
		end(last);
		assertThat(images()).hasSize(2);
		assertThat(run("SELECT 1 / count(*) FROM pg_database WHERE datname ~ '^agent_data_[0-9a-f]{8}'"
				+ " HAVING count(*) = 1"))
			.contains("ready applied migrated");
	}

	@Test
	void serverThatAnotherJvmHasClaimedIsLeftToThat() throws Exception {
		Process jvm = start(NOTHING);
		assertThat(ServerInAnotherJvm.awaitReady(jvm)).contains("ready sealed");
		Claim claim;
		try (ServerRegistry registry = ServerRegistry.open(servers(), Duration.ofSeconds(20))) {
			claim = registry.claim(servers().records().get(0).directory(), Claim.ALONE);
		}
		end(jvm);
		assertThat(images()).hasSize(1);
		claim.withdraw();
		claim.close();
	}

	@Test
	void nothingIsKeptOfAServerThatIsKilled() throws Exception {
		Process killed = start(NOTHING);
		assertThat(ServerInAnotherJvm.awaitReady(killed)).contains("ready sealed");
		killed.destroyForcibly().waitFor();
		awaitNoServer();
		assertThat(images()).hasSize(1);
		assertThat(run(NOTHING)).contains("ready sealed");
	}

	@Test
	void nothingIsKeptOfAServerWithRolesOfATest() throws Exception {
		assertThat(run("CREATE ROLE assistant")).contains("ready sealed");
		assertThat(images()).hasSize(1);
		awaitNoServer();
		assertThat(run("CREATE ROLE assistant")).contains("ready sealed");
	}

	@Test
	void damagedClusterOfTheProjectIsMadeAnew() throws Exception {
		run(NOTHING);
		for (Path image : images()) {
			Files.writeString(image, "damaged");
		}
		assertThat(run(NOTHING)).contains("is not as it was written: it is made anew.").contains("ready sealed");
		assertThat(run(NOTHING)).contains("ready applied migrated");
	}

	private String run(String finalSql) throws Exception {
		Process jvm = start(finalSql);
		String output = ServerInAnotherJvm.awaitReady(jvm);
		end(jvm);
		return output;
	}

	private Process start(String finalSql) throws IOException {
		Process jvm = TemplateInAnotherJvm.start(this.temporary, this.cache, finalSql);
		this.jvms.add(jvm);
		return jvm;
	}

	private static void end(Process jvm) throws Exception {
		jvm.getOutputStream().close();
		assertThat(jvm.waitFor(20, TimeUnit.SECONDS)).isTrue();
	}

	private List<Path> images() throws IOException {
		try (Stream<Path> files = Files.list(this.cache.resolve("clusters"))) {
			return files.toList();
		}
	}

	private void awaitNoServer() throws Exception {
		for (ServerRecord record : servers().records()) {
			// it would wait some seconds for the next JVM of the build
			record.postmaster().stop("QUIT");
			ProcessHandle watch = record.watch().find().orElse(null);
			if (watch != null) {
				watch.onExit().get(20, TimeUnit.SECONDS);
			}
		}
	}

	private ServerFiles servers() {
		return new ServerFiles(this.cache.resolve("servers"));
	}

}
