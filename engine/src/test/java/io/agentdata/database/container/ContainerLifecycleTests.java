// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.container;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the end of {@link ContainerServer}, and for what it says where it cannot
 * begin, in JVMs of their own.
 */
@Timeout(300)
class ContainerLifecycleTests {

	private static final Map<String, String> NO_RYUK = Map.of("TESTCONTAINERS_RYUK_DISABLED", "true");

	@TempDir
	Path folder;

	@Test
	void containerEndsWithItsJvm() throws Exception {
		RealDocker.require();
		Process jvm = ContainerInAnotherJvm.start(NO_RYUK, (entry) -> true);
		String container = container(jvm, false);
		jvm.getOutputStream().close();
		assertThat(jvm.waitFor(60, TimeUnit.SECONDS)).isTrue();
		assertThat(RealDocker.containers("id=" + container)).isEmpty();
	}

	@Test
	void containerEndsWithItsJvmWhenThatIsKilled() throws Exception {
		RealDocker.require();
		Process jvm = ContainerInAnotherJvm.start(NO_RYUK, (entry) -> true);
		String container = container(jvm, false);
		List<ProcessHandle> children = jvm.descendants().toList();
		assertThat(children).isNotEmpty();
		jvm.destroyForcibly().waitFor();
		CompletableFuture.allOf(children.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
			.get(60, TimeUnit.SECONDS);
		assertThat(RealDocker.containers("id=" + container)).isEmpty();
	}

	@Test
	void containerIsTakenAgainWhereTestcontainersIsToldTo() throws Exception {
		RealDocker.require();
		Map<String, String> reuse = Map.of("TESTCONTAINERS_RYUK_DISABLED", "true", "TESTCONTAINERS_REUSE_ENABLE",
				"true");
		Set<String> taken = new HashSet<>();
		try {
			for (int run = 0; run < 2; run++) {
				Process jvm = ContainerInAnotherJvm.start(reuse, (entry) -> true);
				taken.add(container(jvm, true));
				jvm.getOutputStream().close();
				assertThat(jvm.waitFor(60, TimeUnit.SECONDS)).isTrue();
			}
			assertThat(taken).singleElement()
				.satisfies((container) -> assertThat(RealDocker.containers("id=" + container)).hasSize(1));
		}
		finally {
			taken.forEach((container) -> RealDocker.docker("rm", "--force", "--volumes", container));
		}
	}

	@Test
	void postgresWhenDockerIsSilent() throws Exception {
		Path socket = this.folder.resolve("docker.sock");
		try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
			server.bind(UnixDomainSocketAddress.of(socket));
			assertThat(failure(Map.of("DOCKER_HOST", "unix://" + socket))).contains("Docker does not answer.\n")
				.contains("unix://%s (DOCKER_HOST): no answer within 3000 ms".formatted(socket));
		}
		assertThat(failure(Map.of("DOCKER_HOST", "unix://" + socket))).contains("Docker does not answer.\n")
			.contains("unix://%s (DOCKER_HOST): Connection refused".formatted(socket));
	}

	@Test
	void postgresWhenTestcontainersIsMissing() throws Exception {
		RealDocker.require();
		Process jvm = ContainerInAnotherJvm.start(Map.of(), (entry) -> !entry.contains("testcontainers"));
		assertThat(ContainerInAnotherJvm.awaitReady(jvm)).startsWith("Testcontainers is missing.\n")
			.contains("org.testcontainers:testcontainers is not on the class path")
			.contains(" - Add org.testcontainers:testcontainers with test scope");
	}

	@Test
	void postgresWhenTheCleanerOfTestcontainersIsMissing() throws Exception {
		RealDocker.require();
		String image = "agent-data-tests/no-such-cleaner:1";
		assertThat(
				failure(Map.of("TESTCONTAINERS_RYUK_DISABLED", "false", "TESTCONTAINERS_RYUK_CONTAINER_IMAGE", image)))
			.contains("The container's image is missing, and cannot be pulled.\nDocker has no image " + image)
			.contains(" - Set TESTCONTAINERS_RYUK_DISABLED=true");
	}

	@Test
	void postgresWhenTestcontainersCannotUseDocker() throws Exception {
		RealDocker.require();
		assertThat(failure(Map.of("TESTCONTAINERS_TRANSPORT_TYPE", "pigeon")))
			.contains("Testcontainers cannot use this Docker.\nDocker was asked: ")
			.contains("Testcontainers then said: Could not find a valid Docker environment.")
			.contains(" - Read what Testcontainers has logged")
			.contains(" - Check DOCKER_HOST");
	}

	private static String failure(Map<String, String> environment) throws Exception {
		Process jvm = ContainerInAnotherJvm.start(environment, (entry) -> true);
		String output = ContainerInAnotherJvm.awaitReady(jvm);
		jvm.getOutputStream().close();
		assertThat(jvm.waitFor(60, TimeUnit.SECONDS)).isTrue();
		return output;
	}

	/**
	 * Wait until the container is ready.
	 * @return its id
	 */
	private static String container(Process jvm, boolean reused) throws IOException {
		String output = ContainerInAnotherJvm.awaitReady(jvm);
		assertThat(output).contains("ready ");
		String[] ready = output.substring(output.lastIndexOf("ready ")).strip().split(" ");
		assertThat(ready[2]).isEqualTo(String.valueOf(reused));
		List<String> containers = RealDocker.containers("publish=" + ready[1].replaceAll(".*:(\\d+)/.*", "$1"));
		assertThat(containers).hasSize(1);
		return containers.get(0);
	}

}
