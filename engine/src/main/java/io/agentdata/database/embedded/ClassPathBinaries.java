// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.embedded;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

import io.agentdata.database.postgres.Sha256;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL from zonky's jar, with pgvector from ours laid over it.
 */
final class ClassPathBinaries {

	private static final Logger logger = LoggerFactory.getLogger(ClassPathBinaries.class);

	private static final int DIGEST_LENGTH = 24;

	private final ClassLoader classLoader;

	private final Platform platform;

	ClassPathBinaries(ClassLoader classLoader, Platform platform) {
		this.classLoader = classLoader;
		this.platform = platform;
	}

	/**
	 * Return what is missing.
	 * @param withPgvector whether PostgreSQL without pgvector will not do
	 * @return the reason, or {@code null} where nothing is
	 */
	@Nullable String obstacle(boolean withPgvector) {
		if (this.classLoader.getResource(this.platform.archive()) == null) {
			return "there are no binaries for %s on the class path".formatted(this.platform.id());
		}
		boolean complete = !withPgvector || !PgvectorFiles.find(this.classLoader, this.platform).isEmpty();
		return complete ? null : "there is no pgvector for %s on the class path".formatted(this.platform.id());
	}

	/**
	 * Find the programs, and return what unpacks them into a cache. A folder of an
	 * earlier run is taken again where it is still whole.
	 * @throws PostgresBinariesException if the class path holds none; by what is
	 * returned, if none fit pgvector
	 */
	Function<BinariesCache, PostgresHome> find() {
		URL archive = this.classLoader.getResource(this.platform.archive());
		if (archive == null) {
			throw PostgresBinariesException.missing(this.platform);
		}
		List<PgvectorFiles> pgvector = PgvectorFiles.find(this.classLoader, this.platform);
		if (pgvector.isEmpty()) {
			logger.warn("There is no pgvector for {} on the class path: CREATE EXTENSION vector will fail. "
					+ "Add io.agentdata:agent-data-pgvector-binaries, or install PostgreSQL with pgvector "
					+ "and set agent.data.embedded.binaries=installed.", this.platform.id());
		}
		String key = "postgres-" + digest(archive, pgvector);
		return (cache) -> cache.get(key, (home) -> unpack(archive, pgvector, home));
	}

	private PostgresHome unpack(URL archive, List<PgvectorFiles> pgvector, Path home) throws IOException {
		PostgresArchive.unpack(archive, home);
		PostgresHome unpacked = PostgresHome.at(home);
		if (!pgvector.isEmpty()) {
			Optional<PgvectorFiles> fitting = pgvector.stream()
				.filter((files) -> files.major() == unpacked.major())
				.findFirst();
			fitting
				.orElseThrow(() -> PostgresBinariesException.otherMajor(unpacked.version(),
						pgvector.stream().map(PgvectorFiles::major).toList(), archive))
				.copyTo(home);
		}
		return unpacked;
	}

	private static String digest(URL archive, List<PgvectorFiles> pgvector) {
		try {
			String indexes = Sha256.of(pgvector.stream().map(PgvectorFiles::index).toList());
			return Sha256.of(identity(archive) + indexes).substring(0, DIGEST_LENGTH);
		}
		catch (IOException ex) {
			throw PostgresBinariesException.damaged(archive, ex);
		}
	}

	/**
	 * A jar knows the checksums of what it holds. To read the archive would take a fifth
	 * of the server's start.
	 */
	private static String identity(URL archive) throws IOException {
		if (!(archive.openConnection() instanceof JarURLConnection connection)) {
			return Sha256.of(List.of(archive));
		}
		connection.setUseCaches(false);
		try (JarFile jar = connection.getJarFile()) {
			JarEntry entry = jar.getJarEntry(connection.getEntryName());
			return "%s %s %08x".formatted(entry.getName(), entry.getSize(), entry.getCrc());
		}
	}

}
