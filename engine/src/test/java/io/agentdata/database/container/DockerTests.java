// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.container;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.agentdata.database.process.Command;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link Docker}, which asks real sockets.
 */
@Timeout(60)
class DockerTests {

	@TempDir
	Path home;

	private final Map<String, String> environment = new HashMap<>();

	@Test
	void askWhenDockerAnswers() throws IOException {
		try (ServerSocket server = answering("HTTP/1.1 200 OK\r\n\r\nOK")) {
			this.environment.put("DOCKER_HOST", tcp(server));
			Docker docker = ask();
			assertThat(docker.answering()).isTrue();
			assertThat(docker.findings())
				.containsExactly("%s (DOCKER_HOST) answers: HTTP/1.1 200".formatted(tcp(server)));
			assertThatNoException().isThrownBy(docker::requireAnswer);
		}
	}

	@Test
	void askWhenTheSocketIsDead() throws IOException {
		Path dead = this.home.resolve("dead.sock");
		listen(dead).close();
		this.environment.put("DOCKER_HOST", "unix://" + dead);
		assertThatExceptionOfType(DockerException.class).isThrownBy(ask()::requireAnswer)
			.withMessageStartingWith("Docker does not answer.")
			.withMessageContaining(
					"Docker seems to be installed, and was asked: unix://%s (DOCKER_HOST): Connection refused."
						.formatted(dead))
			.withMessageContaining(" - Start Docker, for instance with: systemctl start docker.")
			.withMessageContaining(" - Check DOCKER_HOST")
			.withMessageContaining("agent.data.engine=embedded");
	}

	@Test
	void askWhenTheSocketSaysNothing() throws IOException {
		Path silent = this.home.resolve("silent.sock");
		try (ServerSocketChannel server = listen(silent)) {
			assertThat(server.isOpen()).isTrue();
			this.environment.put("DOCKER_HOST", "unix://" + silent);
			assertThatExceptionOfType(DockerException.class).isThrownBy(ask()::requireAnswer)
				.withMessageStartingWith("Docker does not answer.")
				.withMessageContaining("unix://%s (DOCKER_HOST): no answer within 3000 ms.".formatted(silent));
		}
	}

	@Test
	void askWhenSomethingElseAnswers() throws IOException {
		try (ServerSocket server = answering("HTTP/1.1 404 Not Found\r\n\r\n")) {
			this.environment.put("DOCKER_HOST", tcp(server));
			assertThat(ask().findings())
				.containsExactly("%s (DOCKER_HOST): the answer is not Docker's: 'HTTP/1.1 404'".formatted(tcp(server)));
		}
	}

	@Test
	void askOverTlsMakesAConnectionOnly() throws IOException {
		try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
			this.environment.putAll(Map.of("DOCKER_HOST", tcp(server), "DOCKER_TLS_VERIFY", "1"));
			assertThat(ask().answering()).isTrue();
		}
	}

	@Test
	void askWhenTheAddressIsNone() {
		this.environment.put("DOCKER_HOST", "docker host");
		assertThat(ask().findings()).singleElement()
			.asString()
			.startsWith("docker host (DOCKER_HOST): the address cannot be read");
		this.environment.put("DOCKER_HOST", "ssh:somewhere");
		assertThat(ask().findings())
			.containsExactly("ssh:somewhere (DOCKER_HOST): the address is neither unix:///path nor tcp://host:port");
	}

	@Test
	void askTakesTheAddressOfTestcontainers() throws IOException {
		try (ServerSocket server = answering("HTTP/1.1 200 OK\r\n\r\nOK")) {
			Files.writeString(this.home.resolve(".testcontainers.properties"),
					"docker.host=%s\n".formatted(tcp(server).replace(":", "\\:")));
			assertThat(ask().findings()).singleElement()
				.asString()
				.contains("docker.host in ~/.testcontainers.properties");
		}
	}

	@Test
	void askLooksInTheUsualPlaces() throws IOException {
		Path desktop = Files.createDirectories(this.home.resolve(".docker/run")).resolve("docker.sock");
		listen(desktop).close();
		this.environment.put("XDG_RUNTIME_DIR", this.home.resolve("run").toString());
		DockerEndpoints endpoints = new DockerEndpoints(this.environment, this.home);
		assertThat(endpoints.find()).extracting(DockerEndpoint::address)
			.containsExactly("unix:///var/run/docker.sock", "unix://%s/run/docker.sock".formatted(this.home),
					"unix://" + desktop, "unix://%s/.docker/desktop/docker.sock".formatted(this.home));
		assertThat(endpoints.find().get(2).exists()).isTrue();
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> endpoints.find().get(2).ask(Duration.ofSeconds(1)))
			.withMessage("Connection refused");
	}

	@Test
	void requireAnswerWhenThereIsNoDocker() {
		Docker docker = new Docker(false, false, List.of("unix:///nowhere (the usual socket): No such file"));
		assertThatExceptionOfType(DockerException.class).isThrownBy(docker::requireAnswer)
			.withMessageStartingWith("Docker was not found.")
			.withMessageContaining(
					"Docker was looked for: unix:///nowhere (the usual socket): No such file; nor is there a program docker.")
			.withMessageContaining(" - Use another engine, for instance agent.data.engine=embedded")
			.withMessageContaining(" - Install Docker.");
	}

	@Test
	void askKnowsAnInstalledDockerByItsProgram() throws IOException {
		Path program = Files.createFile(this.home.resolve("docker"));
		assertThat(program.toFile().setExecutable(true)).isTrue();
		this.environment.put("PATH", "/nowhere:" + this.home);
		this.environment.put("DOCKER_HOST", "");
		Docker docker = ask();
		assertThat(docker.installed()).isTrue();
	}

	private Docker ask() {
		return Docker.ask(new DockerEndpoints(this.environment, this.home));
	}

	private static String tcp(ServerSocket server) {
		return "tcp://127.0.0.1:" + server.getLocalPort();
	}

	private static ServerSocketChannel listen(Path socket) throws IOException {
		ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
		return server.bind(UnixDomainSocketAddress.of(socket));
	}

	private static ServerSocket answering(String answer) throws IOException {
		ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
		Command.inBackground(() -> {
			try (Socket socket = server.accept(); OutputStream output = socket.getOutputStream()) {
				socket.getInputStream().read(new byte[512]);
				output.write(answer.getBytes());
			}
			catch (IOException ex) {
				// the client finds out
			}
		});
		return server;
	}

}
