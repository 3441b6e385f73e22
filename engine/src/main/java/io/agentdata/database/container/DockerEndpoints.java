// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.container;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import org.jspecify.annotations.Nullable;

/**
 * Where Testcontainers looks for Docker; see <a href=
 * "https://java.testcontainers.org/features/configuration/#customizing-docker-host-detection">Customizing
 * Docker host detection</a>.
 *
 * @param environment the environment variables
 * @param home the user's home folder
 */
record DockerEndpoints(Map<String, String> environment, Path home) {

	static DockerEndpoints ofThisJvm() {
		return new DockerEndpoints(System.getenv(), Path.of(System.getProperty("user.home")));
	}

	/**
	 * Return the addresses to ask, the first that answers counts.
	 * @return the address that is configured, else those that are usual
	 */
	List<DockerEndpoint> find() {
		List<DockerEndpoint> configured = configured();
		return configured.isEmpty() ? usual() : configured;
	}

	/**
	 * Return the addresses that the user has given.
	 * @return the addresses, or an empty list
	 */
	List<DockerEndpoint> configured() {
		Properties properties = properties();
		boolean secured = !this.environment.getOrDefault("DOCKER_TLS_VERIFY", "").isEmpty();
		List<DockerEndpoint> configured = new ArrayList<>();
		add(configured, properties.getProperty("tc.host"), "tc.host in ~/.testcontainers.properties", secured);
		add(configured, this.environment.get("DOCKER_HOST"), "DOCKER_HOST", secured);
		if (configured.isEmpty()) {
			add(configured, properties.getProperty("docker.host"), "docker.host in ~/.testcontainers.properties",
					secured);
		}
		return configured;
	}

	private List<DockerEndpoint> usual() {
		List<DockerEndpoint> usual = new ArrayList<>();
		add(usual, unix(Path.of("/var/run/docker.sock")), "the usual socket", false);
		String runtime = this.environment.get("XDG_RUNTIME_DIR");
		if (runtime != null) {
			add(usual, unix(Path.of(runtime, "docker.sock")), "rootless Docker", false);
		}
		add(usual, unix(this.home.resolve(".docker/run/docker.sock")), "Docker Desktop", false);
		add(usual, unix(this.home.resolve(".docker/desktop/docker.sock")), "Docker Desktop", false);
		return usual;
	}

	private Properties properties() {
		Properties properties = new Properties();
		Path file = this.home.resolve(".testcontainers.properties");
		if (Files.isReadable(file)) {
			try (InputStream stream = Files.newInputStream(file)) {
				properties.load(stream);
			}
			catch (IOException | IllegalArgumentException ex) {
				// Testcontainers goes on without it as well, and says so
				return new Properties();
			}
		}
		return properties;
	}

	private static void add(List<DockerEndpoint> endpoints, @Nullable String address, String origin, boolean secured) {
		if (address != null && !address.isBlank()) {
			endpoints.add(new DockerEndpoint(address.strip(), origin, secured));
		}
	}

	private static String unix(Path socket) {
		return "unix://" + socket;
	}

}
