// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.container;

import java.io.IOException;
import java.time.Duration;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An image that Docker has, or can pull.
 *
 * @param client how to speak to Docker
 * @param name the image's name with its tag
 */
record ContainerImage(DockerClient client, String name) {

	private static final Logger logger = LoggerFactory.getLogger(ContainerImage.class);

	private static final Duration WORTH_A_WORD = Duration.ofSeconds(10);

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	/**
	 * Pull the image where Docker lacks it.
	 * @throws DockerException if it cannot be pulled, or nothing comes for half a minute
	 */
	void require() {
		if (!exists()) {
			pull();
		}
	}

	/**
	 * Return what the image was built for, such as {@code linux/arm64}.
	 */
	String platform() {
		var image = this.client.inspectImageCmd(this.name).exec();
		return image.getOs() + "/" + image.getArch();
	}

	private void pull() {
		logger.info("The image {} is missing; it is pulled, which may take minutes.", this.name);
		try (PullProgress progress = this.client.pullImageCmd(this.name).exec(new PullProgress())) {
			while (!progress.awaitEnd(WORTH_A_WORD)) {
				if (progress.silence().compareTo(PATIENCE) > 0) {
					throw DockerException.noImage(this.name,
							"%s, then nothing for %s s".formatted(progress, progress.silence().toSeconds()), null);
				}
				logger.info("The image {} is being pulled: {}", this.name, progress);
			}
			if (!exists()) {
				throw DockerException.noImage(this.name, progress.toString(), null);
			}
		}
		catch (IOException ex) {
			throw DockerException.noImage(this.name, DockerException.messages(ex), ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw DockerException.noImage(this.name, "the thread was interrupted", ex);
		}
	}

	private boolean exists() {
		try {
			this.client.inspectImageCmd(this.name).exec();
			return true;
		}
		catch (NotFoundException ex) {
			return false;
		}
	}

}
