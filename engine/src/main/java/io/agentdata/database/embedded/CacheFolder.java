// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where things are kept from run to run.
 */
final class CacheFolder {

	private static final Logger logger = LoggerFactory.getLogger(CacheFolder.class);

	private static final String NAME = "agent-data";

	private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rwx------");

	private CacheFolder() {
	}

	/**
	 * Return the folder that the options name, or the user's own. Root's home is closed
	 * to other users, so that a system-wide folder takes its place for them. A user
	 * without a home that can be written to, as in many containers, has a private folder
	 * among the temporary files.
	 * @param another whether the server runs as another user, who must get in
	 * @throws DirectoryException if somebody else has taken that private folder's name
	 */
	static Path of(EmbeddedOptions options, boolean another) {
		Path directory = options.cacheDirectory();
		if (directory != null) {
			return directory;
		}
		if (another) {
			return Path.of("/var/cache", NAME);
		}
		Path ofUser = caches().resolve(NAME);
		return isUsable(ofUser) ? ofUser : amongTemporaryFiles(ofUser);
	}

	private static Path caches() {
		String cacheHome = System.getenv("XDG_CACHE_HOME");
		return (cacheHome != null && !cacheHome.isBlank()) ? Path.of(cacheHome)
				: Path.of(System.getProperty("user.home"), ".cache");
	}

	private static boolean isUsable(Path directory) {
		try {
			Files.createDirectories(directory.getParent());
			Directories.createPrivate(directory);
			return Files.isWritable(directory);
		}
		catch (IOException ex) {
			logger.debug("There is no cache in the user's home", ex);
			return false;
		}
	}

	private static Path amongTemporaryFiles(Path instead) {
		Path directory = Path.of(System.getProperty("java.io.tmpdir"),
				NAME + "-cache-of-" + LaunchUser.name().replaceAll("[^A-Za-z0-9]", "_"));
		try {
			if (Files.notExists(directory, LinkOption.NOFOLLOW_LINKS)) {
				Files.createDirectory(directory, Directories.permissions("rwx------"));
			}
			verify(directory);
		}
		catch (IOException ex) {
			throw DirectoryException.cache(directory, ex);
		}
		logger.info("{} cannot be written to; {} keeps the binaries instead. agent.data.embedded.cache-directory "
				+ "names another folder.", instead, directory);
		return directory;
	}

	/**
	 * Whoever could write to the folder could have our programs replaced by his.
	 */
	private static void verify(Path directory) throws IOException {
		PosixFileAttributes attributes = Files.readAttributes(directory, PosixFileAttributes.class,
				LinkOption.NOFOLLOW_LINKS);
		Path own = Files.createTempFile("agent-data-", ".owner");
		try {
			boolean ours = attributes.owner().equals(Files.getOwner(own));
			if (!attributes.isDirectory() || !ours || !attributes.permissions().equals(PRIVATE)) {
				throw new IOException("it is not a folder of %s alone, but of %s with the permissions %s".formatted(
						System.getProperty("user.name"), attributes.owner(),
						PosixFilePermissions.toString(attributes.permissions())));
			}
		}
		finally {
			Files.delete(own);
		}
	}

}
