// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.container;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for what {@link ContainerServer} says when its container cannot start, and what
 * it leaves.
 */
@Timeout(300)
class ContainerFailureTests {

	private static final String IMAGE = "agent-data-tests:failure";

	@TempDir
	Path folder;

	@BeforeEach
	void requireDocker() {
		RealDocker.require();
	}

	@AfterEach
	void nothingIsLeft() {
		// also called after a test that is skipped
		if (ContainerServer.isDockerAnswering()) {
			assertThat(RealDocker.containers("label=io.agentdata.engine=" + IMAGE)).isEmpty();
			RealDocker.docker("image", "rm", "--force", IMAGE);
		}
	}

	@Test
	void postgresWhenTheImageIsMissing() {
		String image = "agent-data-tests/no-such-image:1";
		assertThatExceptionOfType(DockerException.class).isThrownBy(server(image, 10_000)::postgres)
			.withMessageStartingWith("The container's image is missing, and cannot be pulled.")
			.withMessageContaining("Docker has no image %s. It was told to pull it, and said: ".formatted(image))
			.withMessageContaining(" - Check the name and the tag: agent.data.container.image.")
			.withMessageContaining("docker load");
	}

	@Test
	void postgresWhenTheContainerEnds() throws IOException {
		imageThatRuns("sh", "-c", "echo FATAL: no more chairs; exit 3");
		ContainerServer server = server(IMAGE, 30_000);
		for (int call = 0; call < 2; call++) {
			assertThatExceptionOfType(DockerException.class).isThrownBy(server::postgres)
				.withMessageStartingWith("The container of PostgreSQL ended while it started.")
				.withMessageContaining("the image %s was started, and is exited with the exit code 3".formatted(IMAGE))
				.withMessageContaining("    FATAL: no more chairs")
				.withMessageContaining(" - Read its last words");
		}
	}

	@Test
	void postgresWhenTheContainerMakesNoProgress() throws IOException {
		imageThatRuns("sh", "-c", "echo still thinking; exec sleep 600");
		assertThatExceptionOfType(DockerException.class).isThrownBy(server(IMAGE, 1500)::postgres)
			.withMessageStartingWith("The container of PostgreSQL makes no progress while it starts.")
			.withMessageContaining("before it was ready: nothing changed for 1500 ms; seen last: 15 characters of log")
			.withMessageContaining("sleep 600")
			.withMessageContaining(". A connection still fails: ")
			.withMessageContaining("    still thinking")
			.withMessageContaining(
					" - Raise agent.data.container.start-timeout, the longest time without progress, which is 1500 ms.");
	}

	/**
	 * All steps together take longer than the limit, and none of them does.
	 */
	@Test
	void postgresWhenTheContainerIsSlowAndMoves() throws IOException {
		imageThatRuns("sh", "-c",
				"for step in 1 2 3 4 5 6 7 8; do sleep 0.5; echo $step; done; exec entrypoint \"$0\" \"$@\"");
		PostgresContainer container = PostgresContainer.start(new ContainerOptions(IMAGE, Duration.ofSeconds(3)),
				Docker.ask(DockerEndpoints.ofThisJvm()), "secret");
		container.stop();
	}

	@Test
	void postgresWhenTheServerInTheContainerRefusesUs() throws IOException {
		imageThatRuns("sh", "-c", "POSTGRES_PASSWORD=another exec entrypoint \"$0\" \"$@\"");
		assertThatExceptionOfType(DockerException.class).isThrownBy(server(IMAGE, 2000)::postgres)
			.withMessageStartingWith("The container of PostgreSQL makes no progress while it starts.")
			.withMessageContaining("nothing changed for 2000 ms; seen last: the SQL state 28P01.")
			.withMessageContaining("password authentication failed");
	}

	@Test
	void postgresWhenTheImageHasNoSuchProgram() throws IOException {
		imageThatRuns("/no/such/program");
		assertThatExceptionOfType(DockerException.class).isThrownBy(server(IMAGE, 10_000)::postgres)
			.withMessageStartingWith("The container of PostgreSQL could not be started.")
			.withMessageContaining("/no/such/program")
			.withMessageContaining(" - Set agent.data.container.image to an image of PostgreSQL");
	}

	@Test
	void postgresWhenTheImageIsForAnotherProcessor() throws Exception {
		String other = System.getProperty("os.arch").equals("aarch64") ? "amd64" : "arm64";
		// the head of a program for neither
		byte[] program = { 0x7f, 'E', 'L', 'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, (byte) 0xf3, 0 };
		byte[] layer = tar(Map.of("usr/bin/postgres", program));
		String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(layer));
		byte[] config = """
				{"architecture": "%s", "os": "linux", "rootfs": {"type": "layers", "diff_ids": ["sha256:%s"]}}"""
			.formatted(other, digest)
			.getBytes();
		byte[] manifest = """
				[{"Config": "config.json", "RepoTags": ["%s"], "Layers": ["layer.tar"]}]""".formatted(IMAGE).getBytes();
		Path archive = this.folder.resolve("image.tar");
		Files.write(archive, tar(Map.of("config.json", config, "layer.tar", layer, "manifest.json", manifest)));
		RealDocker.docker("load", "--input", archive.toString());
		assertThatExceptionOfType(DockerException.class).isThrownBy(server(IMAGE, 10_000)::postgres)
			.withMessageStartingWith("The container's image is for another processor.")
			.withMessageContaining("The image %s is for linux/%s, and Docker runs on linux/".formatted(IMAGE, other))
			.withMessageContaining("exec format error")
			.withMessageContaining(" - Delete it, so that the right one is pulled: docker image rm " + IMAGE);
	}

	private static byte[] tar(Map<String, byte[]> files) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
			for (Map.Entry<String, byte[]> file : files.entrySet()) {
				TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
				entry.setMode(0100755);
				entry.setSize(file.getValue().length);
				tar.putArchiveEntry(entry);
				tar.write(file.getValue());
				tar.closeArchiveEntry();
			}
		}
		return bytes.toByteArray();
	}

	private static ContainerServer server(String image, long startMillis) {
		// options of its own for each test, as equal ones share what has failed
		return ContainerServer
			.of(new ContainerOptions(image, Duration.ofMillis(startMillis).plusNanos(System.nanoTime() % 1_000_000)));
	}

	private static void imageThatRuns(String... entryPoint) throws IOException {
		String container = RealDocker.docker("create", ContainerOptions.DEFAULT_IMAGE);
		String json = Stream.of(entryPoint)
			.map((word) -> '"' + word.replace("\"", "\\\"") + '"')
			.collect(Collectors.joining(", ", "[", "]"));
		RealDocker.docker("commit", "--change", "ENTRYPOINT " + json, container, IMAGE);
		RealDocker.docker("rm", container);
	}

}
