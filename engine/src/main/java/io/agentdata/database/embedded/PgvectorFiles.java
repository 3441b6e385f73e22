// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.IntStream;

import io.agentdata.database.postgres.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * The files of pgvector for one PostgreSQL major and platform, as
 * {@code io.agentdata:agent-data-pgvector-binaries} holds them.
 *
 * @param major the PostgreSQL major version that they fit
 * @param index the list of the files with their digests
 */
record PgvectorFiles(int major, URL index) {

	private static final String FILE_PREFIX = "file.";

	/**
	 * Find the files for a platform.
	 * @return one element for each PostgreSQL major, newest first; empty where there are
	 * none
	 */
	static List<PgvectorFiles> find(ClassLoader classLoader, Platform platform) {
		return IntStream.iterate(20, (major) -> major >= 14, (major) -> major - 1)
			.mapToObj((major) -> at(classLoader, platform, major))
			.filter(Objects::nonNull)
			.map(Objects::requireNonNull)
			.toList();
	}

	private static @Nullable PgvectorFiles at(ClassLoader classLoader, Platform platform, int major) {
		URL index = classLoader
			.getResource("META-INF/agent-data/pgvector/%s/%s/pgvector.properties".formatted(major, platform.id()));
		return (index != null) ? new PgvectorFiles(major, index) : null;
	}

	/**
	 * Copy the files to where PostgreSQL looks for extensions.
	 * @param home the folder that holds {@code bin}, not shared with another PostgreSQL
	 */
	void copyTo(Path home) throws IOException {
		Properties properties = new Properties();
		try (InputStream stream = this.index.openStream()) {
			properties.load(stream);
		}
		for (String key : properties.stringPropertyNames()) {
			if (key.startsWith(FILE_PREFIX)) {
				copy(key.substring(FILE_PREFIX.length()), properties.getProperty(key), home);
			}
		}
	}

	private void copy(String file, String expected, Path home) throws IOException {
		URL source = new URL(this.index, file);
		Path folder = home.resolve(file.startsWith("lib/") ? "lib/postgresql" : "share/postgresql/extension");
		Path target = folder.resolve(Path.of(file).getFileName());
		try (InputStream stream = source.openStream()) {
			Files.copy(stream, target);
		}
		String digest = Sha256.of(List.of(target.toUri().toURL()));
		if (!digest.equals(expected)) {
			throw new IOException("%s has the SHA-256 %s, and its index says %s".formatted(source, digest, expected));
		}
	}

}
