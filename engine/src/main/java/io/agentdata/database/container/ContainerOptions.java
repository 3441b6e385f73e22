// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.container;

import java.time.Duration;

/**
 * Which container is started. Equal options share one container.
 *
 * @param image the name of an image of PostgreSQL that is configured by
 * {@code POSTGRES_USER} and {@code POSTGRES_PASSWORD}, with its tag
 * @param startTimeout how long the container may go without progress while it starts,
 * once its image is there
 */
public record ContainerOptions(String image, Duration startTimeout) {

	/**
	 * PostgreSQL 17 with pgvector.
	 */
	public static final String DEFAULT_IMAGE = "pgvector/pgvector:pg17";

	/**
	 * Check that the options can be tried at all.
	 * @throws IllegalArgumentException if the image has no name, or the timeout is not
	 * positive
	 */
	public ContainerOptions {
		if (image.isBlank()) {
			throw new IllegalArgumentException(
					"The image of the container has no name. Give one, such as %s.".formatted(DEFAULT_IMAGE));
		}
		if (startTimeout.isZero() || startTimeout.isNegative()) {
			throw new IllegalArgumentException(
					"The start timeout %s leaves no time to start. Give a positive one.".formatted(startTimeout));
		}
	}

	/**
	 * Return the options that need no set-up: PostgreSQL 17 with pgvector, a minute
	 * without progress while it starts.
	 * @return the defaults
	 */
	public static ContainerOptions defaults() {
		return new ContainerOptions(DEFAULT_IMAGE, Duration.ofSeconds(60));
	}

}
