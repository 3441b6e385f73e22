// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.container;

import java.util.List;

import io.agentdata.AgentDataException;
import io.agentdata.database.process.StallTimeout;
import org.jspecify.annotations.Nullable;

/**
 * Docker, the image or the container of PostgreSQL cannot be used. Nothing is left
 * running.
 */
public final class DockerException extends AgentDataException {

	private static final long serialVersionUID = 1L;

	private static final String OTHER_ENGINE = "Use another engine, for instance agent.data.engine=embedded, which needs no Docker.";

	private static final String CHECK_ADDRESS = "Check DOCKER_HOST, and docker.host in ~/.testcontainers.properties.";

	private DockerException(String headline, String description, List<String> remedies, @Nullable Throwable cause) {
		super(headline, description, remedies, cause);
	}

	static DockerException notFound(List<String> findings) {
		return new DockerException("Docker was not found.",
				"The container engine was asked for. Docker was looked for: %s; nor is there a program docker."
					.formatted(String.join("; ", findings)),
				List.of(OTHER_ENGINE, "Install Docker.", "Set DOCKER_HOST, where it runs on another machine."), null);
	}

	static DockerException silent(List<String> findings) {
		return new DockerException("Docker does not answer.",
				"The container engine was asked for. Docker seems to be installed, and was asked: %s."
					.formatted(String.join("; ", findings)),
				List.of("Start Docker, for instance with: systemctl start docker.", CHECK_ADDRESS,
						"Let this user open the socket, where permission was denied: add him to the group docker.",
						OTHER_ENGINE),
				null);
	}

	static DockerException noTestcontainers() {
		return new DockerException("Testcontainers is missing.",
				"The container engine was asked for, and org.testcontainers:testcontainers is not on the class path.",
				List.of("Add org.testcontainers:testcontainers with test scope; Spring Boot manages its version.",
						OTHER_ENGINE),
				null);
	}

	static DockerException unusable(List<String> findings, RuntimeException cause) {
		return new DockerException("Testcontainers cannot use this Docker.",
				"Docker was asked: %s. Testcontainers then said: %s".formatted(String.join("; ", findings),
						messages(cause)),
				List.of("Read what Testcontainers has logged: each way that it tried, and why it failed.",
						CHECK_ADDRESS,
						"Set TESTCONTAINERS_HOST_OVERRIDE to Docker's host, where the tests themselves run in a container.",
						OTHER_ENGINE),
				cause);
	}

	static DockerException noImage(String image, String reason, @Nullable Throwable cause) {
		return new DockerException("The container's image is missing, and cannot be pulled.",
				"Docker has no image %s. It was told to pull it, and said: %s".formatted(image, reason),
				List.of("Check the name and the tag: agent.data.container.image.",
						"Connect Docker to a registry that has it, or load it by hand: docker load.",
						"Log in, where the registry asks for it: docker login.",
						"Set TESTCONTAINERS_RYUK_DISABLED=true, where it is the cleaner of Testcontainers: our container is removed without it as well.",
						OTHER_ENGINE),
				cause);
	}

	static DockerException otherProcessor(String image, String processor, String machine, String log) {
		return new DockerException("The container's image is for another processor.",
				withLog("The image %s is for %s, and Docker runs on %s.".formatted(image, processor, machine), log),
				List.of("Delete it, so that the right one is pulled: docker image rm %s.".formatted(image),
						"Set agent.data.container.image to an image for %s.".formatted(machine), OTHER_ENGINE),
				null);
	}

	static DockerException ended(String image, String state, String log) {
		return new DockerException("The container of PostgreSQL ended while it started.",
				withLog("A container of the image %s was started, and is %s.".formatted(image, state), log),
				List.of("Read its last words below the description, and mend what they name.",
						"Set agent.data.container.image to an image of PostgreSQL that is set up by POSTGRES_USER and POSTGRES_PASSWORD."),
				null);
	}

	static DockerException stalled(String image, StallTimeout timeout, String log, Exception cause) {
		return new DockerException("The container of PostgreSQL makes no progress while it starts.",
				withLog("A container of the image %s was stopped before it was ready: %s. A connection still fails: %s"
					.formatted(image, timeout, cause.getMessage()), log),
				List.of("Set TESTCONTAINERS_HOST_OVERRIDE to Docker's host, where the container says that it is ready.",
						"Raise agent.data.container.start-timeout, the longest time without progress, which is %s ms."
							.formatted(timeout.limit().toMillis())),
				cause);
	}

	static DockerException notStarted(String image, RuntimeException cause) {
		return new DockerException("The container of PostgreSQL could not be started.",
				"A container of the image %s was to be started, and Docker refused: %s".formatted(image,
						messages(cause)),
				List.of("Mend what Docker names.",
						"Set agent.data.container.image to an image of PostgreSQL that is set up by POSTGRES_USER and POSTGRES_PASSWORD.",
						OTHER_ENGINE),
				cause);
	}

	static String messages(Throwable failure) {
		String message = String.valueOf(failure.getMessage()).strip();
		return (failure.getCause() != null) ? message + ": " + messages(failure.getCause()) : message;
	}

	private static String withLog(String description, String log) {
		return description + System.lineSeparator() + "Its last words:" + System.lineSeparator()
				+ log.strip().indent(4).stripTrailing();
	}

}
