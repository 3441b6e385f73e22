// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.container;

import java.util.Arrays;
import java.util.Map;

import com.github.dockerjava.api.DockerClient;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.dockerclient.DockerClientProviderStrategy;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.ImageNameSubstitutor;
import org.testcontainers.utility.TestcontainersConfiguration;

/**
 * The Docker that Testcontainers has found, and how it is told to use it.
 *
 * @param client how to speak to Docker
 */
record TestcontainersDocker(DockerClient client) {

	/**
	 * Find Docker. Testcontainers' usual client would pull its own images first, and try
	 * that for minutes.
	 * @throws DockerException if Testcontainers finds no Docker that it can use
	 */
	static TestcontainersDocker find(Docker docker) {
		try {
			return new TestcontainersDocker(DockerClientProviderStrategy
				.getClientForConfig(DockerClientFactory.instance().getTransportConfig()));
		}
		catch (RuntimeException ex) {
			throw DockerException.unusable(docker.findings(), ex);
		}
	}

	/**
	 * Return whether Testcontainers starts a container that removes the others.
	 */
	static boolean isCleanerUsed() {
		return !Boolean.parseBoolean(System.getenv("TESTCONTAINERS_RYUK_DISABLED"));
	}

	/**
	 * Return whether containers outlive the JVM, to be taken again.
	 */
	static boolean isReuseEnabled() {
		return TestcontainersConfiguration.getInstance().environmentSupportsReuse();
	}

	/**
	 * Return the address of Docker, as the program {@code docker} takes it.
	 */
	static String host() {
		return DockerClientFactory.instance().getTransportConfig().getDockerHost().toString();
	}

	/**
	 * Have the images that a container takes.
	 * @return the name of the image, where it is to be had from
	 * @throws DockerException if one is missing, and cannot be pulled
	 */
	String require(String image) {
		String name = substituted(image);
		new ContainerImage(this.client, name).require();
		if (isCleanerUsed()) {
			new ContainerImage(this.client, substituted(cleaner())).require();
		}
		return name;
	}

	/**
	 * Look at the containers of a label for the value of a variable.
	 * @return the value, or the alternative
	 */
	String variable(String name, Map<String, String> label, String alternative) {
		String prefix = name + "=";
		return this.client.listContainersCmd()
			.withLabelFilter(label)
			.exec()
			.stream()
			.flatMap((container) -> Arrays
				.stream(this.client.inspectContainerCmd(container.getId()).exec().getConfig().getEnv()))
			.filter((entry) -> entry.startsWith(prefix))
			.map((entry) -> entry.substring(prefix.length()))
			.findFirst()
			.orElse(alternative);
	}

	private static String substituted(String image) {
		return ImageNameSubstitutor.instance().apply(DockerImageName.parse(image)).asCanonicalNameString();
	}

	// deprecated, and the one way to learn the version
	@SuppressWarnings("deprecation")
	private static String cleaner() {
		return TestcontainersConfiguration.getInstance().getRyukImage();
	}

}
