// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import io.agentdata.database.postgres.RandomPassword;
import io.agentdata.database.postgres.Sha256;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder that keeps initialised clusters from run to run: an image for each set of
 * programs and settings, and another one for each project that has warm templates. They
 * hold passwords, so that the folder is private to the user.
 *
 * @param directory the folder
 * @param home the programs
 * @param project what tells a project from others, or {@code null} where nothing of an
 * earlier run is wanted
 */
record ClusterCache(Path directory, PostgresHome home, @Nullable Path project) {

	private static final Logger logger = LoggerFactory.getLogger(ClusterCache.class);

	private static final int DIGEST_LENGTH = 24;

	private static final Duration DISUSED = Duration.ofDays(30);

	/**
	 * Each takes 25 MB, and as much as its templates.
	 */
	private static final int MOST = 8;

	/**
	 * Fill the folder of a server with a cluster of an earlier run.
	 * @return the password of its superuser, or {@code null} where none is kept that is
	 * whole
	 * @throws IOException if the server's folder cannot be written to
	 */
	@Nullable String unpack(Cluster cluster, LaunchUser user) throws IOException {
		for (ClusterImage image : images()) {
			if (unpack(image, cluster)) {
				user.ownAll(cluster.directory());
				return cluster.takePassword();
			}
		}
		return null;
	}

	/**
	 * Fill the folder of a server with a new cluster, which is kept from now on.
	 * @param limit how long {@code initdb} may go without progress
	 * @return the password of its superuser
	 * @throws ServerStartException if {@code initdb} fails
	 * @throws IOException if the server's folder cannot be written to
	 */
	String make(Cluster cluster, LaunchUser user, Duration limit) throws IOException {
		cluster.initialise(this.home, user, RandomPassword.create(), limit);
		try {
			write(plain(), cluster);
		}
		catch (IOException ex) {
			logger.info("The initialised cluster is not kept for later runs: {}", ex.toString());
		}
		return cluster.takePassword();
	}

	/**
	 * Keep a stopped cluster with the templates of the project.
	 * @throws IOException if the folder cannot be written to; the former one stays
	 */
	void keep(Cluster cluster, String password) throws IOException {
		cluster.returnPassword(password);
		write(ofProject(), cluster);
	}

	/**
	 * Forget the clusters that are kept.
	 */
	void forget() {
		for (ClusterImage image : images()) {
			image.file().toFile().delete();
		}
	}

	private static boolean unpack(ClusterImage image, Cluster cluster) throws IOException {
		if (!Files.isReadable(image.file())) {
			return false;
		}
		try {
			boolean whole = image.unpackTo(cluster.directory());
			if (whole) {
				cluster.makePrivate();
				// a cache that is read-only does as well
				image.file().toFile().setLastModified(System.currentTimeMillis());
			}
			else {
				logger.warn("The initialised cluster in {} is not as it was written: it is made anew.", image.file());
			}
			return whole;
		}
		catch (NoSuchFileException ex) {
			logger.debug("Another JVM has removed the image meanwhile", ex);
			return false;
		}
	}

	private void write(ClusterImage image, Cluster cluster) throws IOException {
		Directories.createPrivate(this.directory);
		removeDisused();
		image.write(cluster.directory(), cluster.contents());
	}

	/**
	 * Remove what was not used for long or least lately, and what a JVM that was killed
	 * has begun.
	 */
	private void removeDisused() throws IOException {
		List<Path> lastUsedFirst;
		try (Stream<Path> entries = Files.list(this.directory)) {
			lastUsedFirst = entries.sorted(Comparator.comparing(ClusterCache::lastUse).reversed()).toList();
		}
		Instant limit = Instant.now().minus(DISUSED);
		int needed = 0;
		for (Path file : lastUsedFirst) {
			if (ClusterImage.isPartial(file)) {
				ClusterImage.removeUnlessWritten(file);
			}
			else if (needed < MOST - 1 && !lastUse(file).isBefore(limit)) {
				needed++;
			}
			else {
				Files.deleteIfExists(file);
			}
		}
	}

	private static Instant lastUse(Path file) {
		return Instant.ofEpochMilli(file.toFile().lastModified());
	}

	private List<ClusterImage> images() {
		List<ClusterImage> images = new ArrayList<>();
		if (this.project != null) {
			images.add(ofProject());
		}
		images.add(plain());
		return images;
	}

	private ClusterImage ofProject() {
		return image(Cluster.recipe(this.home) + "\n" + this.project);
	}

	private ClusterImage plain() {
		return image(Cluster.recipe(this.home));
	}

	private ClusterImage image(String recipe) {
		return new ClusterImage(this.directory.resolve(Sha256.of(recipe).substring(0, DIGEST_LENGTH) + ".cluster"));
	}

}
